import Testing

@testable import CMS

@Suite struct DigestAlgorithmTests {
  @Test(
    "digests of abc are those of RFC 1321, FIPS 180-4 and FIPS 202",
    arguments: [
      (DigestAlgorithm.sha1, "a9993e36"), (.sha256, "ba7816bf"), (.sha384, "cb00753f"), (.sha512, "ddaf35a1"),
      (.md5, "90015098"), (.sha224, "23097d22"), (.sha3x224, "e642824c"), (.sha3x256, "3a985da7"), (.sha3x384, "ec014982"),
      (.sha3x512, "b751850b"),
    ])
  func vectors(_ algorithm: DigestAlgorithm, _ start: String) {
    let digest = algorithm.hash(Array("abc".utf8))
    #expect(digest.count == algorithm.octetCount)
    let text = digest.prefix(4).map { String(Int($0) + 256, radix: 16).dropFirst() }.joined()
    #expect(text == start)
  }

  @Test("pieces, slices and lazy collections hash like the whole", arguments: DigestAlgorithm.allCases)
  func pieces(_ algorithm: DigestAlgorithm) {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
    var hasher = DigestHasher(algorithm)
    hasher.update(bytes[..<300])
    hasher.update(bytes[300...].lazy.map { $0 })
    #expect(hasher.finalize() == algorithm.hash(bytes))
    #expect(hasher.finalize() == algorithm.hash(bytes))
  }

  /// Lengths around the blocks of 64 and 144 octets.
  @Test("the digests made here agree with openssl", arguments: [0, 1, 55, 56, 63, 64, 65, 143, 144, 145, 288, 1000])
  func short(_ count: Int) throws {
    let openssl = try OpenSSL()
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let path = try openssl.write("m", bytes)
    for (algorithm, name) in [(DigestAlgorithm.sha224, "-sha224"), (.sha3x224, "-sha3-224")] {
      try openssl.expect("dgst", name, "-binary", "-out", "d", path)
      #expect(algorithm.hash(bytes) == (try openssl.read("d")))
    }
  }

  @Test("identifiers are read with absent or NULL parameters, others are refused")
  func identifiers() throws {
    for algorithm in DigestAlgorithm.allCases {
      let plain = try DERNode(algorithm.algorithmIdentifier)
      let null = try DERNode(DER.sequence(DER.oid(algorithm.objectIdentifier), DER.null))
      #expect(try DigestAlgorithm(algorithmIdentifier: plain) == algorithm)
      #expect(try DigestAlgorithm(algorithmIdentifier: null) == algorithm)
    }
    let odd = try DERNode(DER.sequence(DER.oid(.sha256), DER.integer(1)))
    #expect(throws: CMSError(.malformedEncoding, "")) { try DigestAlgorithm(algorithmIdentifier: odd) }
    let unknown = try DERNode(DER.sequence(DER.oid(.commonName)))
    #expect(throws: CMSError(.unsupportedAlgorithm, "")) { try DigestAlgorithm(algorithmIdentifier: unknown) }
  }
}
