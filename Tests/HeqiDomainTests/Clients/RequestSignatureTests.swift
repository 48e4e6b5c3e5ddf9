import Testing

@testable import HeqiDomain

@Suite("Signature of API requests (M-028)")
struct RequestSignatureTests {
  private static let id = "01a22077-d7ff-70cc-b4f3-0d9efae30451"
  private static let nonce = "abcdefghijklmnop"
  private static let code = String(repeating: "ab", count: 32)
  private static let empty = Digest("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")!

  @Test(
    "a missing or malformed header is no signature",
    arguments: [
      (nil, "1700000000", nonce, code), (id, nil, nonce, code), (id, "1700000000", nil, code), (id, "1700000000", nonce, nil),
      ("x", "1700000000", nonce, code), (id, "17e8", nonce, code), (id, "+1700000000", nonce, code), (id, "1700000000", "short", code),
      (id, "1700000000", nonce + "!", code), (id, "1700000000", nonce, code.uppercased()), (id, "1700000000", nonce, "ab"),
    ] as [(String?, String?, String?, String?)])
  func malformed(_ headers: (String?, String?, String?, String?)) {
    #expect(RequestSignature(clientID: headers.0, timestamp: headers.1, nonce: headers.2, signature: headers.3) == nil)
  }

  @Test("a clock may be off by 300 seconds and no more, both ways")
  func window() throws {
    let signature = try #require(
      RequestSignature(clientID: Self.id, timestamp: "1700000000", nonce: Self.nonce, signature: Self.code))
    for off in [-300, 0, 300] as [Int64] { #expect(signature.isTimely(at: Instant(seconds: 1_700_000_000 + off))) }
    for off in [-301, 301] as [Int64] { #expect(!signature.isTimely(at: Instant(seconds: 1_700_000_000 + off))) }
  }

  @Test("the signed text has seven lines; query pairs stand sorted as they were sent")
  func text() {
    let text = RequestSignature.text(
      timestamp: 1_700_000_000, nonce: Self.nonce, method: "GET", path: "/api/v1/contract", query: "to=b%20c&limit=2",
      bodyHash: Self.empty)
    #expect(
      text == """
        HEQI-HMAC-SHA256
        1700000000
        abcdefghijklmnop
        GET
        /api/v1/contract
        limit=2&to=b%20c
        e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
        """)
  }

  @Test("a query that readers understand differently has no text", arguments: ["a=1&a=2", "a=1+2", "=1", "a=1&&b=2"])
  func ambiguous(_ query: String) {
    #expect(
      RequestSignature.text(timestamp: 0, nonce: Self.nonce, method: "GET", path: "/", query: query, bodyHash: Self.empty) == nil)
  }

  @Test("without a query the line is empty")
  func noQuery() {
    for query in [nil, ""] as [String?] {
      let text = RequestSignature.text(
        timestamp: 0, nonce: Self.nonce, method: "GET", path: "/", query: query, bodyHash: Self.empty)
      #expect(text?.split(separator: "\n", omittingEmptySubsequences: false)[5] == "")
    }
  }
}
