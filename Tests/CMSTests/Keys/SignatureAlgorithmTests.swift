import Testing

@testable import CMS

@Suite struct SignatureAlgorithmTests {
  @Test("every scheme survives its AlgorithmIdentifier")
  func roundTrip() throws {
    var schemes: [SignatureAlgorithm] = [.ed25519]
    for digest in DigestAlgorithm.allCases {
      schemes += [.rsaPKCS1(digest), .rsaPSS(digest)] + (digest == .md5 ? [] : [.ecdsa(digest)])
    }
    for scheme in schemes {
      let node = try DERNode(try scheme.algorithmIdentifier())
      #expect(try SignatureAlgorithm(algorithmIdentifier: node) == scheme)
      #expect(scheme.isWeak == (scheme.digest == .sha1 || scheme.digest == .md5))
    }
  }

  @Test("an identifier of a key kind takes the digest from outside, and is unknown without one")
  func keyKinds() throws {
    let rsa = try DERNode(DER.sequence(DER.oid(.rsaEncryption), DER.null))
    let elliptic = try DERNode(DER.sequence(DER.oid(.ecPublicKey)))
    #expect(try SignatureAlgorithm(algorithmIdentifier: rsa, digest: .sha384) == .rsaPKCS1(.sha384))
    #expect(try SignatureAlgorithm(algorithmIdentifier: elliptic, digest: .sha256) == .ecdsa(.sha256))
    guard case .unsupported = try SignatureAlgorithm(algorithmIdentifier: rsa) else {
      Issue.record("without a digest the scheme is not known")
      return
    }
  }

  @Test("an unknown scheme is read and cannot be written")
  func unknown() throws {
    let sm2 = try #require(ObjectIdentifier("1.2.156.10197.1.501"))
    let scheme = try SignatureAlgorithm(algorithmIdentifier: DERNode(DER.sequence(DER.oid(sm2))))
    #expect(throws: CMSError(.unsupportedAlgorithm, "")) { try scheme.algorithmIdentifier() }
  }

  @Test("PSS parameters default to SHA-1 and a salt of 20, which is read as weak")
  func defaults() throws {
    let node = try DERNode(DER.sequence(DER.oid(.rsaPSS), DER.constructed(DERTag.sequence, [])))
    #expect(try SignatureAlgorithm(algorithmIdentifier: node) == .rsaPSS(.sha1))
    guard case .unsupported = try SignatureAlgorithm(algorithmIdentifier: DERNode(DER.sequence(DER.oid(.rsaPSS))))
    else {
      Issue.record("absent parameters leave the scheme open")
      return
    }
  }
}
