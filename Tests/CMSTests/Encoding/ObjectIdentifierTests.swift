import Testing

@testable import CMS

@Suite struct ObjectIdentifierTests {
  @Test(
    "dotted text and octets agree",
    arguments: ["1.2.840.113549.1.7.2", "2.5.4.3", "2.999.1", "1.2.156.10197.1.301", "0.4.0.1862.1.1"])
  func roundTrip(_ text: String) throws {
    let identifier = try #require(ObjectIdentifier(text))
    #expect(identifier.description == text)
    #expect(try DERNode(DER.oid(identifier)).objectIdentifier() == identifier)
  }

  @Test("names in this module are what their comments say")
  func known() {
    #expect(ObjectIdentifier.signedData.description == "1.2.840.113549.1.7.2")
    #expect(ObjectIdentifier.signingCertificateV2.description == "1.2.840.113549.1.9.16.2.47")
    #expect(ObjectIdentifier.ocspBasic.description == "1.3.6.1.5.5.7.48.1.1")
    #expect(ObjectIdentifier.purposeTimeStamping.description == "1.3.6.1.5.5.7.3.8")
    #expect(ObjectIdentifier.sha256WithRSA.description == "1.2.840.113549.1.1.11")
  }

  @Test("text that is no identifier is refused", arguments: ["", "1", "3.1", "1.40", "1..2", "a.b", "1.2.-3"])
  func refuses(_ text: String) { #expect(ObjectIdentifier(text) == nil) }
}
