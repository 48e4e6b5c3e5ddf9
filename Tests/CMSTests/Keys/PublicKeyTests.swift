import Testing

@testable import CMS

@Suite struct PublicKeyTests {
  static let message = Array("message".utf8)

  @Test("a signature counts only under its own key, scheme and digest")
  func mismatches() throws {
    let elliptic = try PrivateKey.generateP256()
    let rsa = try PrivateKey.generateRSA(bits: 2048)
    let signature = try elliptic.signature(over: Self.message)
    let schemes: [SignatureAlgorithm] = [
      .ecdsa(.sha384), .rsaPKCS1(.sha256), .rsaPSS(.sha256), .ed25519,
      .unsupported(.ecPublicKey, reason: "test"),
    ]
    for scheme in schemes { #expect(!elliptic.publicKey.isValid(signature, over: Self.message[...], scheme)) }
    #expect(!rsa.publicKey.isValid(signature, over: Self.message[...], .ecdsa(.sha256)))
    #expect(!rsa.publicKey.isValid(try rsa.signature(over: Self.message), over: Self.message[...], .rsaPSS(.sha256)))
  }

  @Test(
    "malformed signatures are false, never a trap",
    arguments: [[], [0x30], [0x30, 0x00], [UInt8](repeating: 0, count: 72)])
  func malformed(_ signature: [UInt8]) throws {
    for key in [try PrivateKey.generateP256(), try .generateRSA(bits: 2048), try .generateEd25519()] {
      #expect(!key.publicKey.isValid(signature, over: Self.message[...], key.algorithm))
    }
  }

  @Test("a message in pieces verifies like the whole")
  func pieces() throws {
    for key in [try PrivateKey.generateP256(), try .generateP384(), try .generateEd25519()] {
      let signature = try key.signature(over: Self.message)
      #expect(
        key.publicKey.isValid(
          signature, overPieces: [Self.message[..<2], Self.message[2..<2], Self.message[2...]], key.algorithm))
    }
  }

  @Test("keys survive their SubjectPublicKeyInfo, and damaged points are unsupported instead of wrong")
  func reading() throws {
    let key = try PrivateKey.generateP256().publicKey
    #expect(try PublicKey(der: key.der) == key)
    var damaged = key.der
    damaged[damaged.count - 1] ^= 1
    guard case .unsupported = try PublicKey(der: damaged).kind else {
      Issue.record("a point off the curve must not be usable")
      return
    }
    #expect(throws: CMSError(.malformedEncoding, "")) { try PublicKey(der: [0x30, 0x02, 0x05, 0x00]) }
  }

  @Test("an RSA key below 2,048 bits is readable and weak")
  func weak() throws {
    let openssl = try OpenSSL()
    try openssl.expect("genrsa", "-out", "k.pem", "1024")
    try openssl.expect("rsa", "-in", "k.pem", "-pubout", "-outform", "DER", "-out", "p.der")
    let key = try PublicKey(der: try openssl.read("p.der"))
    #expect(key.kind == .rsa(bits: 1024) && key.isWeak)
  }
}
