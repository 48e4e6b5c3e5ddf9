import Foundation
import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiStorage
import Testing

@testable import HeqiAPI

@Suite("Examples of openapi.yaml")
struct DescriptionExampleTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources/HeqiWeb/Resources/API/openapi.yaml").standardizedFileURL

  private static let client = APIClient(
    id: ID(at: Instant(seconds: 0), random: Array(repeating: 1, count: 10)), tenantID: "t", name: "n", createdAt: Instant(seconds: 0))

  /// The server's own decoders, by operation.
  private static let decoders: [String: @Sendable ([UInt8]) throws -> Void] = [
    "initiateContract": { _ = try ClientContractRequest(body: $0) },
    "verifyContract": { _ = try VerifyRequest(body: $0) },
    "revokeContract": { _ = try RevocationRequest(body: $0) },
    "makeSignURL": { _ = try SignURLRequest(body: $0, client: client) },
    "makeSignGroup": { _ = try SignGroupRequest(body: $0, client: client) },
    "createTemplate": { _ = try TemplateRequest(body: $0) },
    "activateTemplate": { _ = try ActivationRequest(body: $0) },
    "decideTemplate": { _ = try DecisionRequest(body: $0) },
    "previewTemplate": { _ = try PreviewRequest(body: $0) },
    "replayDeliveries": { _ = try CallbackFilter(body: $0) },
    "initiateFaceCheck": { _ = try FaceRequest(body: $0) },
  ]

  @Test("every operation with a JSON body has an example, and the server's decoder reads it")
  func examples() throws {
    let description = try APIDescription(Array(Data(contentsOf: Self.file)))
    var count = 0
    for operation in description.operations {
      guard let content = operation.value["requestBody"]?["content"]?["application/json"] else { continue }
      let decoder = try #require(Self.decoders[operation.id], "\(operation.id) has no decoder in this test")
      let examples = content["examples"]?.members ?? []
      #expect(!examples.isEmpty, "\(operation.id) has no example")
      for (name, example) in examples {
        count += 1
        let body = Array((example["value"] ?? .null).json().utf8)
        #expect(throws: Never.self, "\(operation.id) \(name)") { try decoder(body) }
        #expect(throws: (any Error).self, "\(operation.id) reads anything") { try decoder(Array("[]".utf8)) }
      }
    }
    #expect(count >= Self.decoders.count)
  }

  @Test("every reference leads somewhere, and every operation says what it is in both languages")
  func references() throws {
    let description = try APIDescription(Array(Data(contentsOf: Self.file)))
    func check(_ value: YAMLValue, _ path: String) {
      if let reference = value["$ref"]?.text { #expect(description.resolved(value) != nil, "\(path): \(reference)") }
      for (key, member) in value.members { check(member, "\(path)/\(key)") }
      for item in value.items { check(item, path) }
    }
    check(description.root, "")
    for operation in description.operations {
      #expect(operation.value["summary"]?.text != nil && operation.value["x-summary-zh"]?.text != nil, "\(operation.id)")
      #expect(operation.isSigned == (operation.value["x-scope"] != nil), "\(operation.id)")
      if let scope = operation.value["x-scope"]?.text { #expect(APIScope(rawValue: scope) != nil, "\(operation.id)") }
    }
  }
}
