import HeqiApplication
import HeqiDomain

/// Reads `POST /api/v1/verification/face/initiate` (M-002, M-029): every fault names its field.
extension FaceRequest {
  init(body: [UInt8]) throws(ClientError) {
    let object = try RequestObject(body: body)
    let word = try object.text("bizType", max: 32)
    guard let purpose = FacePurpose(rawValue: word), FacePurpose.offered.contains(purpose) else {
      let words = FacePurpose.offered.map(\.rawValue).joined(separator: " | ")
      throw object.wrong("bizType", "应为 \(words) 之一", "must be one of \(words)")
    }
    guard let user = try object.object("userInfo") else { throw object.missing("userInfo") }
    self.init(
      bizID: try object.text("bizId", max: 64), purpose: purpose, person: try Self.person(user),
      look: try Self.look(try object.object("uiConfig")), callbackURL: try ClientContractRequest.callbackURL(object),
      callbackHeaders: try ClientContractRequest.headers(object),
      expireMinutes: try object.integer("expireMinutes", in: FaceLifecycle.minutesRange) ?? FaceLifecycle.minutesDefault, body: body)
  }

  /// `uiConfig`; its addresses and colours must be such that a page can show them.
  private static func look(_ config: RequestObject?) throws(ClientError) -> FaceLook {
    guard let config else { return FaceLook() }
    let logo = try config.optionalText("logoUrl", max: 1024)
    if let logo, !FaceLook.isLogoAddress(logo) {
      throw config.wrong("logoUrl", "应为 https 地址", "must be an https address")
    }
    let colour = try config.optionalText("themeColor", max: 7)
    if let colour, !LinkSceneRequest.isColour(colour) { throw config.wrong("themeColor", "应为 #RRGGBB", "must be #RRGGBB") }
    return FaceLook(title: try config.optionalText("title", max: 64), logoURL: logo, themeColour: colour)
  }

  private static func person(_ user: RequestObject) throws(ClientError) -> FacePerson {
    let typed = try user.text("idCardNo", max: 32)
    let number: IDCardNumber
    do throws(IDCardNumber.Fault) {
      number = try IDCardNumber(typed)
    } catch {
      let why = ClientContractRequest.fault(error)
      throw user.wrong("idCardNo", "不是有效的 18 位居民身份证号码（\(why.chinese)）", "is no valid identity card number: \(why.english)")
    }
    var mobile: Sensitive<String>?
    if let typed = try user.optionalText("mobile", max: 32) {
      guard let read = MobileNumber(typed) else {
        throw user.wrong("mobile", "应为 11 位大陆手机号码", "must be a mainland mobile number of 11 digits")
      }
      mobile = Sensitive(read.text)
    }
    return FacePerson(
      name: Sensitive(try user.text("name", max: 128)), idCardNumber: Sensitive(number.text), mobile: mobile)
  }
}
