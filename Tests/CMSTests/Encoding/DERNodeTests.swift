import Testing

@testable import CMS

@Suite struct DERNodeTests {
  @Test(
    "damaged or non-DER encodings are refused",
    arguments: [
      [], [0x30], [0x30, 0x01], [0x04, 0x82, 0x00, 0x01, 0xAA], [0x04, 0x81, 0x01, 0xAA], [0x30, 0x80, 0, 0],
      [0x1F, 0x81, 0x00, 0x00], [0x04, 0x85, 1, 1, 1, 1, 1], [0x04, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x05, 0x00, 0x00],
    ] as [[UInt8]])
  func refusesDamaged(_ bytes: [UInt8]) {
    #expect(throws: CMSError(.malformedEncoding, "")) { try DERNode(bytes) }
  }

  @Test("a child longer than its parent is refused when it is reached")
  func refusesOverlong() throws {
    var children = try DERNode([0x30, 0x03, 0x04, 0x05, 0x00]).children()
    #expect(throws: CMSError.self) { try children.next() }
  }

  @Test("BER rules accept indefinite lengths and constructed octet strings")
  func readsBER() throws {
    let node = try DERNode([0x30, 0x80, 0x24, 0x80, 0x04, 1, 7, 0x04, 1, 8, 0, 0, 0, 0], rules: .ber)
    var children = try node.children()
    #expect(try children.required("octets").octets() == [7, 8])
    #expect(children.isAtEnd)
  }

  @Test("unclosed and endlessly nested indefinite lengths end with an error")
  func boundsIndefinite() {
    #expect(throws: CMSError.self) { try DERNode([0x30, 0x80, 0x04, 1, 7], rules: .ber) }
    let nested = [[UInt8]](repeating: [0x30, 0x80], count: 5000).flatMap { $0 }
    #expect(throws: CMSError.self) { try DERNode(nested, rules: .ber) }
  }

  @Test("lengths around each size step survive a round trip", arguments: [0, 127, 128, 255, 256, 65_535, 65_536])
  func lengths(_ count: Int) throws {
    let bytes = DER.octetString([UInt8](repeating: 1, count: count))
    #expect(try DERNode(bytes).octets().count == count)
    #expect(bytes.count == count + DER.headerCount(count))
  }

  @Test("no mutation of a certificate makes the reader trap")
  func mutations() async throws {
    let der = try await TestPKI().signer.der
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      var copy = der
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        copy[Int.random(in: 0..<copy.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      if let certificate = try? X509Certificate(der: copy) {
        _ = (certificate.keyUsage, certificate.crlURLs, certificate.ocspURLs, certificate.subject.description)
        _ = certificate.isSelfSigned
      }
    }
  }
}
