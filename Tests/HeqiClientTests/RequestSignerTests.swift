import Crypto
import Testing

@testable import HeqiClient

@Suite("Client of the open API: signatures")
struct RequestSignerTests {
  private let signer = RequestSigner(clientID: "c", key: SymmetricKey(data: Array("geheim-密".utf8)))

  @Test("the signature is the one OpenSSL makes of the seven lines, whatever the order of the query")
  func vector() {
    let text = RequestSigner.text(
      timestamp: 1_700_000_000, nonce: "abcdefghijklmnop", method: "POST", path: "/api/v1/contract",
      query: ["limit=2", "from=b%20c"], body: Array(#"{"a":1}"#.utf8))
    // printf … | openssl dgst -sha256 -hmac geheim-密
    #expect(signer.signature(of: text) == "517a76f2f31a805e75c65434df067cf6e910156d255a0954310b7304581e059e")
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count == 7)
  }

  @Test("nonces are of the alphabet allowed, and none comes twice")
  func nonces() {
    let nonces = (0..<1000).map { _ in RequestSigner.nonce() }
    #expect(Set(nonces).count == 1000)
    #expect(nonces.allSatisfy { $0.count == 32 && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) } })
  }
}
