import FoundationEssentials
import Testing

@testable import HeqiClient

@Suite("Client of the open API: callbacks")
struct CallbackReaderTests {
  private static let body = #"{"type":"ContractStatusChangedEvent","timestamp":"2026-01-31T08:00:00Z","data":{"contractId":"c1","bizId":"ORDER-1","status":"SIGNED","sequence":3}}"#
  /// printf 'msg_1.1700000000.%s' "$body" | openssl dgst -sha256 -hmac geheim-密 -binary | base64
  private static let signature = "v1,y4RNbcN/WUh7VKr+tFmb833+y/nlpwH3Ul70sNWjnwQ="
  private static let now = Date(timeIntervalSince1970: 1_700_000_100)

  private func read(
    _ changes: [String: String?] = [:], body: String = body, secrets: [String] = ["geheim-密"], at now: Date = now
  ) throws -> Callback {
    var headers = ["webhook-id": "msg_1", "webhook-timestamp": "1700000000", "webhook-signature": Self.signature]
    for (name, value) in changes { headers.updateValue(value ?? "", forKey: name) }
    headers = headers.filter { changes[$0.key] != .some(nil) }
    return try CallbackReader(secrets: secrets).read(body: Array(body.utf8), at: now) { headers[$0] }
  }

  @Test("a forged, changed, old, early, unsigned or foreign callback is refused with its reason")
  func refusals() {
    let table: [(CallbackReader.Refusal, () throws -> Callback)] = [
      (.forged, { try read(body: Self.body.replacing("SIGNED", with: "REVOKED")) }), (.forged, { try read(["webhook-id": "msg_2"]) }),
      (.forged, { try read(["webhook-timestamp": "1700000001"]) }), (.forged, { try read(secrets: ["other"]) }),
      (.forged, { try read(secrets: []) }), (.forged, { try read(secrets: [""]) }), (.forged, { try read(["webhook-signature": "v1,AAAA"]) }),
      (.forged, { try read(["webhook-signature": ""]) }), (.forged, { try read(["webhook-signature": String(Self.signature.dropFirst(3))]) }),
      (.headersMissing, { try read(["webhook-id": nil]) }), (.headersMissing, { try read(["webhook-timestamp": "+1700000000"]) }),
      (.headersMissing, { try read(["webhook-signature": nil]) }),
      (.tooOld, { try read(at: Date(timeIntervalSince1970: 1_700_000_301)) }), (.tooOld, { try read(at: Date(timeIntervalSince1970: 1_699_999_699)) }),
    ]
    for (refusal, attempt) in table { #expect(throws: refusal) { try attempt() } }
  }

  @Test("a genuine one is read, with either secret while one is being replaced")
  func genuine() throws {
    for secrets in [["geheim-密"], ["new", "geheim-密"]] {
      let callback = try read(["webhook-signature": "v1,AAAA \(Self.signature)"], secrets: secrets)
      #expect(callback.id == "msg_1" && callback.type == "ContractStatusChangedEvent" && callback.sequence == 3)
      #expect(callback.contractID == "c1" && callback.bizID == "ORDER-1" && callback.status == "SIGNED")
    }
  }
}
