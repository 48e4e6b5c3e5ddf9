import Foundation
package import HeqiPorts

/// Alibaba Cloud OCR (H-06): cards and licences; the reading is JSON inside `Data`. Copies, photographed screens and edited
/// pictures go to a reviewer.
package struct AliyunOCR: TextRecognizer, LicenceRecognizer {
  package static let service = AliyunClient.Service("ocr-api", "2021-07-07", goodCode: "200", mayOmitCode: true)
  /// Above this score, of 100, the picture counts as edited.
  private static let tamperMax = 50.0

  private struct Answer: Decodable {
    let data: String
  }
  private struct Card: Decodable {
    struct Sides: Decodable {
      let face: Side?
    }
    struct Side: Decodable {
      let data: Words?
      let warning: Warning?
    }
    struct Words: Decodable {
      let name: String?
      let idNumber: String?
    }
    struct Warning: Decodable {
      let isCopy: Int?
      let isReshoot: Int?
      let tamperScore: Double?
    }
    let data: Sides?
  }
  private struct Licence: Decodable {
    struct Words: Decodable {
      let creditCode: String?
      let companyName: String?
      let legalPerson: String?
    }
    let data: Words?
  }

  private let client: AliyunClient

  package init(client: AliyunClient) { self.client = client }

  package func readCardFront(_ image: [UInt8]) async throws(ProviderError) -> CardText {
    let card: Card = try await read("RecognizeIdcard", ["OutputQualityInfo": "true"], image)
    let (words, warning) = (card.data?.face?.data, card.data?.face?.warning)
    let isDoubtful = warning?.isCopy == 1 || warning?.isReshoot == 1 || (warning?.tamperScore ?? 0) > Self.tamperMax
    return CloudReading.card(name: words?.name, number: words?.idNumber, isDoubtful: isDoubtful)
  }

  package func readLicence(_ image: [UInt8]) async throws(ProviderError) -> LicenceText {
    let licence: Licence = try await read("RecognizeBusinessLicense", [:], image)
    return CloudReading.licence(
      name: licence.data?.companyName, code: licence.data?.creditCode, legalRepresentative: licence.data?.legalPerson,
      isDoubtful: false)
  }

  private func read<Reading: Decodable & Sendable>(
    _ action: String, _ query: [String: String], _ image: [UInt8]
  ) async throws(ProviderError) -> Reading {
    let answer = try await client.call(action, query, body: image, as: Answer.self)
    guard let reading = try? JSONDecoder().decode(Reading.self, from: Data(answer.data.utf8)) else {
      throw ProviderError(.refused, provider: Self.service.name, message: "the reading is no JSON of the service")
    }
    return reading
  }
}
