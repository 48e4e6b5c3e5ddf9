import Foundation
import HeqiDomain
package import HeqiPorts

/// Tencent Cloud OCR (H-06): cards and licences. A warning about copies, screens, edits or covered edges sends the picture to a
/// reviewer; digits are checked here once more.
package struct TencentOCR: TextRecognizer, LicenceRecognizer {
  package static let service = "ocr"
  package static let version = "2018-11-19"
  private static let warnings = #"{"CopyWarn":true,"BorderCheckWarn":true,"ReshootWarn":true,"DetectPsWarn":true,"TempIdWarn":true,"InvalidDateWarn":true}"#

  private struct Card: Encodable {
    let imageBase64: String
    let cardSide = "FRONT"
    let config = TencentOCR.warnings
  }
  private struct CardRead: Decodable {
    let name: String?
    let idNum: String?
    /// JSON in a string.
    let advancedInfo: String?
  }
  private struct Advanced: Decodable {
    let warnInfos: [Int]?
  }
  private struct Licence: Encodable {
    let imageBase64: String
    let enableCopyWarn = true
  }
  private struct LicenceRead: Decodable {
    let regNum: String?
    let name: String?
    let person: String?
    let recognizeWarnCode: [Int]?
  }

  private let client: TencentCloudClient

  package init(client: TencentCloudClient) { self.client = client }

  package func readCardFront(_ image: [UInt8]) async throws(ProviderError) -> CardText {
    let read = try await client.call("IDCardOCR", Card(imageBase64: Data(image).base64EncodedString()), as: CardRead.self)
    let advanced = read.advancedInfo.flatMap { try? CloudJSON.decoder.decode(Advanced.self, from: Data($0.utf8)) }
    return CloudReading.card(name: read.name, number: read.idNum, isDoubtful: !(advanced?.warnInfos ?? []).isEmpty)
  }

  package func readLicence(_ image: [UInt8]) async throws(ProviderError) -> LicenceText {
    let read = try await client.call("BizLicenseOCR", Licence(imageBase64: Data(image).base64EncodedString()), as: LicenceRead.self)
    return CloudReading.licence(
      name: read.name, code: read.regNum, legalRepresentative: read.person, isDoubtful: !(read.recognizeWarnCode ?? []).isEmpty)
  }
}
