import Foundation
package import HeqiDomain
package import HeqiPorts

/// Alibaba Cloud 实人认证 (H-04): `InitFaceVerify` opens the vendor's page, `DescribeFaceVerify` tells how it ended. The check
/// is bound to name and number when it begins; only `Passed` decides, and no image of a face is asked for.
package struct AliyunFaceVendor: FaceVendor {
  package static let service = AliyunClient.Service("cloudauth", "2019-03-07", goodCode: "200")
  /// Live face against the authority's portrait.
  private static let product = "ID_PRO"
  /// What failed checks say: name or number unknown to the authority, a face that is another's, an unusable image.
  private static let faults: [String: FaceFault] = [
    "201": .cardMismatch, "202": .cardMismatch, "203": .cardMismatch, "204": .mismatch, "205": .poorQuality, "206": .mismatch,
    "207": .mismatch,
  ]

  private struct Begun: Decodable {
    struct Result: Decodable {
      let certifyId: String
      let certifyUrl: String
    }
    let resultObject: Result
  }
  private struct Told: Decodable {
    struct Result: Decodable {
      /// `T` or `F`; anything else is no pass.
      let passed: String?
      /// Absent until the person has finished.
      let subCode: CloudText?
      /// JSON in a string.
      let materialInfo: String?
      let deviceRisk: String?
    }
    let resultObject: Result?
  }
  private struct Material: Decodable {
    struct Picture: Decodable {
      let verifyScore: CloudText?
    }
    /// `T`: the vendor took the face for an attack.
    let faceAttack: String?
    let facialPictureFront: Picture?
  }

  package let name = "aliyun"
  package let pageScript: String?
  private let client: AliyunClient
  private let sceneID: String

  /// - Parameters:
  ///   - sceneID: of the scene set up in the vendor's console.
  ///   - pageScript: address of the vendor's script that describes the browser; without its words the vendor begins nothing.
  package init(client: AliyunClient, sceneID: String, pageScript: String?) {
    self.client = client
    self.sceneID = sceneID
    self.pageScript = pageScript
  }

  package func begin(_ request: FaceVendorRequest) async throws(ProviderError) -> FaceSession {
    guard let browser = request.browser else {
      throw fault(.unavailable, "the page gave no description of the browser; check that the vendor's script is reachable")
    }
    let begun = try await client.call(
      "InitFaceVerify",
      [
        "SceneId": sceneID, "OuterOrderNo": request.reference, "ProductCode": Self.product, "CertType": "IDENTITY_CARD",
        "CertName": request.person.name.reveal(), "CertNo": request.person.idCardNumber.reveal(), "MetaInfo": browser,
        "ReturnUrl": request.returnURL, "CallbackUrl": request.pushURL,
      ], as: Begun.self
    ).resultObject
    guard begun.certifyUrl.hasPrefix("https://"), !begun.certifyId.isEmpty else {
      throw fault(.refused, "the answer names no https page")
    }
    return FaceSession(vendor: name, token: Sensitive(begun.certifyId), url: Sensitive(begun.certifyUrl))
  }

  package func result(of session: FaceSession, for person: FacePerson) async throws(ProviderError) -> FaceAnswer {
    guard session.vendor == name else { throw fault(.refused, "another vendor's session") }
    let number = session.token.reveal()
    let told = try await client.call("DescribeFaceVerify", ["SceneId": sceneID, "CertifyId": number], as: Told.self).resultObject
    // Whoever has not finished has no reason yet.
    guard let told, let code = told.subCode?.text, !code.isEmpty else { return .pending }
    let material = told.materialInfo.flatMap { try? JSONDecoder().decode(Material.self, from: Data($0.utf8)) }
    let score = (material?.facialPictureFront?.verifyScore?.text).flatMap(Double.init)
      .map { min(1, max(0, ($0 * 100).rounded() / 10_000)) }
    let remark = "subCode=\(code)" + (told.deviceRisk.map { $0.isEmpty ? "" : " deviceRisk=\($0.prefix(64))" } ?? "")
    if told.passed == "T", code == "200", material?.faceAttack != "T" {
      return .passed(score: score, transactionNo: number, remark: remark)
    }
    // A refusal without a known reason, such as a fault of the authority's source, is not held against the person.
    if told.passed == "F", let fault = Self.faults[code] {
      return .failed(fault, score: score, transactionNo: number, remark: remark)
    }
    if material?.faceAttack == "T" { return .failed(.poorQuality, score: score, transactionNo: number, remark: remark) }
    throw fault(.retryable, "told no result: \(remark)")
  }

  private func fault(_ kind: ProviderError.Kind, _ message: String) -> ProviderError {
    ProviderError(kind, provider: Self.service.name, message: message)
  }
}
