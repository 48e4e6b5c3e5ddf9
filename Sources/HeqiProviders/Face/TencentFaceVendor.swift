package import HeqiDomain
package import HeqiPorts

/// Tencent Cloud FaceID (H-03): `DetectAuth` opens the vendor's page, `GetDetectInfoEnhanced` tells how it ended. Text only is
/// asked for: no image of a face reaches this platform.
package struct TencentFaceVendor: FaceVendor {
  package static let service = "faceid"
  package static let version = "2018-03-01"

  private struct Begin: Encodable {
    let ruleId: String
    let name: String
    let idCard: String
    let redirectUrl: String
    let extra: String
  }
  private struct Begun: Decodable {
    let bizToken: String
    let url: String
  }
  private struct Ask: Encodable {
    let bizToken: String
    let ruleId: String
    /// 1: text only.
    let infoType = "1"
  }
  private struct Told: Decodable {
    struct Words: Decodable {
      /// Absent until the person has finished.
      let errCode: Int?
      let name: String?
      let idCard: String?
      let liveStatus: Int?
      let comparestatus: Int?
      /// Per cent, such as "94.70".
      let sim: String?
    }
    let text: Words?
    let requestId: String
  }

  package let name = "tencent"
  private let client: TencentCloudClient
  private let ruleID: String

  /// - Parameter ruleID: of the flow set up in the vendor's console.
  package init(client: TencentCloudClient, ruleID: String) {
    self.client = client
    self.ruleID = ruleID
  }

  package func begin(_ request: FaceVendorRequest) async throws(ProviderError) -> FaceSession {
    let begun = try await client.call(
      "DetectAuth",
      Begin(
        ruleId: ruleID, name: request.person.name.reveal(), idCard: request.person.idCardNumber.reveal(),
        redirectUrl: request.returnURL, extra: request.reference), as: Begun.self)
    guard begun.url.hasPrefix("https://"), !begun.bizToken.isEmpty else {
      throw ProviderError(.refused, provider: Self.service, message: "the answer names no https page")
    }
    return FaceSession(vendor: name, token: Sensitive(begun.bizToken), url: Sensitive(begun.url))
  }

  package func result(of session: FaceSession, for person: FacePerson) async throws(ProviderError) -> FaceAnswer {
    guard session.vendor == name else {
      throw ProviderError(.refused, provider: Self.service, message: "another vendor's session")
    }
    let told = try await client.call(
      "GetDetectInfoEnhanced", Ask(bizToken: session.token.reveal(), ruleId: ruleID), as: Told.self)
    guard let words = told.text, let code = words.errCode else { return .pending }
    // Per cent to four decimals, as M-012 keeps scores.
    let score = words.sim.flatMap(Double.init).map { min(1, max(0, ($0 * 100).rounded() / 10_000)) }
    guard let checkedName = words.name, let number = words.idCard, person.isSame(name: checkedName, idCardNumber: number) else {
      return .failed(.cardMismatch, score: score, transactionNo: told.requestId)
    }
    // Every part must say yes; one that is missing says no.
    if code == 0, words.liveStatus == 0, words.comparestatus == 0, let score {
      return .passed(score: score, transactionNo: told.requestId)
    }
    let isLive = words.liveStatus == 0
    return .failed(isLive ? .mismatch : .poorQuality, score: score, transactionNo: told.requestId)
  }
}
