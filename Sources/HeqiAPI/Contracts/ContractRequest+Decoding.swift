import HeqiApplication
import HeqiDomain

/// Reads `POST /api/v1/contract/initiate` (M-005, M-016, M-029): every fault names its field.
extension ClientContractRequest {
  static let signersMax = 50
  static let fieldsMax = 300
  static let filesMax = 20
  static let expireDaysRange = 1...365
  private static let headersMax = 20
  /// Hop-by-hop headers and those that callbacks set themselves.
  private static let reservedHeaders: Set<String> = [
    "host", "content-length", "content-type", "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade",
    "expect", "user-agent", "x-heqi-attempt",
  ]

  init(body: [UInt8]) throws(ClientError) {
    let object = try RequestObject(body: body)
    let archive = try object.object("archiveConfig")
    let signers = try object.objects("signers", max: Self.signersMax)
    guard !signers.isEmpty else { throw object.missing("signers") }
    var read: [Signer] = []
    for (index, signer) in signers.enumerated() { read.append(try Self.signer(signer, position: index + 1)) }
    var fields: [Field] = []
    for field in try object.objects("signFields", max: Self.fieldsMax) { fields.append(try Self.field(field)) }
    self.init(
      bizID: try object.text("bizId", max: 64), bizType: try object.text("bizType", max: 32),
      title: try object.text("title", max: 256), source: try Self.source(object), signers: read, fields: fields,
      callbackURL: try Self.callbackURL(object), callbackHeaders: try Self.headers(object),
      expireDays: try object.integer("expireDays", in: Self.expireDaysRange) ?? 7,
      archiveProviders: try Self.providers(archive),
      assuranceLevel: try object.choice("assuranceLevel") ?? .reliable, body: body)
  }

  private static func source(_ object: RequestObject) throws(ClientError) -> Source {
    if let templateID = try object.optionalText("templateId", max: 64) {
      guard object["fileId"] == nil else {
        throw object.wrong("fileId", "不能与 templateId 同时使用", "cannot be used together with templateId")
      }
      return .template(templateID, variables: try TemplateRequest.variables(object))
    }
    if object["variables"] != nil { throw object.missing("templateId") }
    let files = try object.objects("files", max: filesMax)
    if !files.isEmpty {
      guard object["fileId"] == nil else { throw object.wrong("fileId", "不能与 files 同时使用", "cannot be used together with files") }
      var choices: [FileChoice] = []
      for file in files {
        guard let id = ID<ClientFile>(try file.text("fileId", max: 64)) else {
          throw file.wrong("fileId", "不是有效的文件编号", "is no file id")
        }
        choices.append(FileChoice(id: id, name: try file.optionalText("name", max: 128)))
      }
      return .files(choices)
    }
    guard let text = try object.optionalText("fileId", max: 64) else { throw object.missing("templateId") }
    guard let id = ID<ClientFile>(text) else { throw object.wrong("fileId", "不是有效的文件编号", "is no file id") }
    return .file(id)
  }

  private static func signer(_ object: RequestObject, position: Int) throws(ClientError) -> Signer {
    try ClientSignerWords.check(object)
    let typed = try object.text("mobile", max: 32)
    guard let mobile = MobileNumber(typed) else {
      throw object.wrong("mobile", "应为 11 位大陆手机号码", "must be a mainland mobile number of 11 digits")
    }
    let number = try object.text("idCardNo", max: 32)
    let card: IDCardNumber
    do throws(IDCardNumber.Fault) {
      card = try IDCardNumber(number)
    } catch {
      throw object.wrong("idCardNo", "不是有效的 18 位居民身份证号码（\(fault(error).chinese)）", "is no valid identity card number: \(fault(error).english)")
    }
    return Signer(
      partyID: try object.text("partyId", max: 64), partyType: try object.optionalText("partyType", max: 32) ?? "SIGNER",
      name: try object.text("name", max: 128), idCardNumber: card, mobile: mobile,
      email: try ClientSignerWords.email(object), organization: try ClientSignerWords.company(object),
      signMethod: try object.choice("signMethod"), notifyType: try object.choice("notifyType") ?? .link,
      sequence: try object.integer("sequence", in: 1...1000) ?? position)
  }

  static func fault(_ fault: IDCardNumber.Fault) -> Bilingual {
    switch fault {
    case .length: Bilingual("长度应为 18 位", "18 characters are needed")
    case .characters: Bilingual("只能是数字，末位可为 X", "digits only, the last may be X")
    case .region: Bilingual("地区码不存在", "unknown region")
    case .birthDate: Bilingual("出生日期不存在", "no such birth date")
    case .checkDigit: Bilingual("校验码不符", "the check digit does not match")
    }
  }

  private enum FieldKind: String, CaseIterable {
    case seal, handwriting, signature, date, text
  }

  private static func field(_ object: RequestObject) throws(ClientError) -> Field {
    let kind: SignPlace.Kind =
      switch try object.choice("kind", FieldKind.self) ?? .seal {
      case .seal: .seal
      case .handwriting: .handwriting
      case .signature: .signature
      case .date: .date
      case .text: .text
      }
    let page = try object.integer("page", in: 1...ContractLimits.pagesMax)
    let (x, y) = (try object.number("x"), try object.number("y"))
    let position: Field.Position
    if let keyword = try object.optionalText("keyword", max: 64) {
      position = .keyword(keyword)
    } else {
      guard let page else { throw object.missing("page") }
      guard let x else { throw object.missing("x") }
      guard let y else { throw object.missing("y") }
      position = .box(page: page, x: x, y: y)
    }
    return Field(
      partyID: try object.text("partyId", max: 64), kind: kind, position: position, width: try object.number("width"),
      height: try object.number("height"), path: object.path, file: try object.integer("file", in: 1...filesMax))
  }

  static func callbackURL(_ object: RequestObject) throws(ClientError) -> String? {
    guard let url = try object.optionalText("callbackUrl", max: 1024) else { return nil }
    guard CallbackAddress(url) != nil else {
      throw object.wrong("callbackUrl", "应为 http(s) 地址", "must be an http(s) address")
    }
    return url
  }

  /// `webhookConfig.headers` as a JSON object of texts; reserved names are refused.
  static func headers(_ object: RequestObject) throws(ClientError) -> String? {
    guard let config = try object.object("webhookConfig"), let headers = try config.object("headers") else { return nil }
    guard headers.names.count <= headersMax else { throw config.wrong("headers", "最多 \(headersMax) 项", "has more than \(headersMax) items") }
    var members: [(key: String, value: JSONValue)] = []
    for name in headers.names {
      let isToken = !name.isEmpty && name.utf8.allSatisfy { $0 > 32 && $0 < 127 && !"()<>@,;:\\\"/[]?={}".utf8.contains($0) }
      let lower = name.lowercased()
      guard isToken, name.count <= 64, !lower.hasPrefix("webhook-"), !lower.hasPrefix("proxy-"), !reservedHeaders.contains(lower)
      else { throw headers.wrong(name, "不能作为回调请求头", "cannot be a callback header") }
      let value = try headers.text(name, max: 512)
      guard value.utf8.allSatisfy({ (32...126).contains($0) }) else {
        throw headers.wrong(name, "只能含可见 ASCII 字符，不能换行", "holds a line break or is not ASCII")
      }
      members.append((key: name, value: .string(value)))
    }
    return members.isEmpty ? nil : String(decoding: JSONValue.object(members).bytes, as: UTF8.self)
  }

  private static func providers(_ archive: RequestObject?) throws(ClientError) -> [ArchiveProvider] {
    guard let archive else { return [] }
    let isNeeded = try archive.flag("needArchive") ?? true
    let words = try archive.texts("archiveProvider", max: 3, length: 16)
    if words.isEmpty { return isNeeded ? [.timeStamp] : [] }
    var providers: [ArchiveProvider] = []
    for word in words {
      guard let provider = ArchiveProvider(rawValue: word) else {
        throw archive.wrong("archiveProvider", "应为 TSA | BLOCKCHAIN | LOCAL_CA", "must be TSA | BLOCKCHAIN | LOCAL_CA")
      }
      if !providers.contains(provider) { providers.append(provider) }
    }
    return isNeeded ? providers : []
  }
}
