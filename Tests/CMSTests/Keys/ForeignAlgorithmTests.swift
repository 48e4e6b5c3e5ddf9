import Testing

@testable import CMS

/// Schemes of other vendors: keys and signatures come from openssl, each must verify here and fail once changed.
@Suite("algorithms of other vendors")
struct ForeignAlgorithmTests {
  static let message = Array("the text that was signed".utf8)

  struct Case: Sendable {
    let key: [String]
    let options: [String]
    let algorithm: SignatureAlgorithm
  }

  private static func curve(_ name: String, _ digest: String, _ function: DigestAlgorithm) -> Case {
    Case(
      key: ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + name, "-pkeyopt", "ec_param_enc:named_curve"],
      options: ["-" + digest], algorithm: .ecdsa(function))
  }
  private static func rsa(_ digest: String, _ function: DigestAlgorithm) -> Case {
    Case(key: ["genrsa", "2048"], options: ["-" + digest], algorithm: .rsaPKCS1(function))
  }
  private static func pss(_ function: DigestAlgorithm, mask: DigestAlgorithm, salt: Int, bits: String = "2048") -> Case {
    let names: [DigestAlgorithm: String] = [.sha256: "sha256", .sha512: "sha512", .sha1: "sha1", .sha3x256: "sha3-256"]
    let pairs = ["rsa_padding_mode:pss", "rsa_pss_saltlen:\(salt)", "rsa_mgf1_md:\(names[mask] ?? "")"]
    return Case(
      key: ["genrsa", bits], options: ["-\(names[function] ?? "")"] + pairs.flatMap { ["-sigopt", $0] },
      algorithm: mask == function && salt == function.octetCount
        ? .rsaPSS(function) : .rsaPSSVariant(PSSParameters(digest: function, mask: mask, saltOctets: salt)))
  }

  static let cases: [Case] = [
    curve("brainpoolP256r1", "sha256", .sha256), curve("brainpoolP256r1", "sha512", .sha512),
    curve("brainpoolP384r1", "sha384", .sha384), curve("brainpoolP512r1", "sha512", .sha512),
    curve("brainpoolP512r1", "sha1", .sha1), curve("secp256k1", "sha256", .sha256), curve("P-521", "sha512", .sha512),
    curve("P-256", "sha3-256", .sha3x256), curve("P-384", "sha3-224", .sha3x224), curve("P-256", "sha224", .sha224),
    curve("P-521", "sha3-512", .sha3x512), rsa("sha224", .sha224), rsa("sha3-224", .sha3x224), rsa("sha3-256", .sha3x256),
    rsa("sha3-384", .sha3x384), rsa("sha3-512", .sha3x512), rsa("md5", .md5), rsa("sha1", .sha1),
    pss(.sha256, mask: .sha256, salt: 222), pss(.sha256, mask: .sha256, salt: 0), pss(.sha512, mask: .sha1, salt: 20),
    pss(.sha256, mask: .sha512, salt: 32), pss(.sha3x256, mask: .sha3x256, salt: 32),
    pss(.sha256, mask: .sha1, salt: 17, bits: "2049"), pss(.sha256, mask: .sha1, salt: 17, bits: "2055"),
  ]

  @Test("what openssl signed verifies, and nothing else does", arguments: cases.indices)
  func verifies(_ index: Int) throws {
    let test = Self.cases[index]
    let openssl = try OpenSSL()
    try openssl.write("m", Self.message)
    let made = try openssl.run(test.key.prefix(1) + ["-out", "k.pem"] + test.key.dropFirst())
    #expect(made.status == 0, "\(made.text)")
    try openssl.expect("pkey", "-in", "k.pem", "-pubout", "-outform", "DER", "-out", "p.der")
    let outcome = try openssl.run(["dgst"] + test.options + ["-sign", "k.pem", "-out", "s", "m"])
    #expect(outcome.status == 0, "\(outcome.text)")
    let key = try PublicKey(der: try openssl.read("p.der"))
    let signature = try openssl.read("s")
    #expect(key.isValid(signature, over: Self.message[...], test.algorithm))
    for place in [0, signature.count / 2, signature.count - 1] {
      var changed = signature
      changed[place] ^= 0x10
      #expect(!key.isValid(changed, over: Self.message[...], test.algorithm))
    }
    #expect(!key.isValid(signature, over: Self.message.dropLast(), test.algorithm))
    for other: SignatureAlgorithm in [.ecdsa(.sha384), .rsaPKCS1(.sha384), .rsaPSS(.sha384), .dsa(.sha256), .ed25519] where other != test.algorithm {
      #expect(!key.isValid(signature, over: Self.message[...], other))
    }
    #expect(!key.isValid([UInt8](repeating: 0xFF, count: signature.count), over: Self.message[...], test.algorithm))
    #expect(!key.isValid([], over: Self.message[...], test.algorithm))
  }

  @Test("DSA of openssl verifies, and numbers out of range do not")
  func dsa() throws {
    let openssl = try OpenSSL()
    try openssl.write("m", Self.message)
    try openssl.expect("dsaparam", "-genkey", "-out", "k.pem", "1024")
    try openssl.expect("pkey", "-in", "k.pem", "-pubout", "-outform", "DER", "-out", "p.der")
    try openssl.expect("dgst", "-sha256", "-sign", "k.pem", "-out", "s", "m")
    let key = try PublicKey(der: try openssl.read("p.der"))
    let signature = try openssl.read("s")
    #expect(key.isWeak, "1024 bits are too few")
    #expect(key.isValid(signature, over: Self.message[...], .dsa(.sha256)))
    #expect(!key.isValid(signature, over: Self.message[...], .dsa(.sha1)))
    #expect(!key.isValid(signature, over: Self.message.dropFirst(), .dsa(.sha256)))
    let zero = DER.sequence(DER.integer(0), DER.integer(0))
    #expect(!key.isValid(zero, over: Self.message[...], .dsa(.sha256)))
  }

  @Test("plain ECDSA is the same signature written side by side (BSI TR-03111)")
  func plain() throws {
    let key = try PrivateKey.generateP256()
    let signature = try key.signature(over: Self.message)
    let numbers = try #require(SignatureNumbers(der: signature))
    let sides = [numbers.r, numbers.s].flatMap { [UInt8](repeating: 0, count: max(0, 32 - $0.count)) + $0.suffix(32) }
    #expect(key.publicKey.isValid(sides, over: Self.message[...], .ecdsaPlain(.sha256)))
    #expect(!key.publicKey.isValid(sides, over: Self.message[...], .ecdsa(.sha256)), "DER is what ECDSA needs")
    #expect(!key.publicKey.isValid(signature, over: Self.message[...], .ecdsaPlain(.sha256)))
  }

  @Test("a point off a brainpool curve is no key")
  func offCurve() throws {
    let openssl = try OpenSSL()
    try openssl.expect("ecparam", "-name", "brainpoolP256r1", "-genkey", "-noout", "-out", "k.pem")
    try openssl.expect("pkey", "-in", "k.pem", "-pubout", "-outform", "DER", "-out", "p.der")
    var der = try openssl.read("p.der")
    #expect(try PublicKey(der: der).kind == .otherCurve("brainpoolP256r1"))
    der[der.count - 1] ^= 1
    guard case .unsupported = try PublicKey(der: der).kind else {
      Issue.record("a point off the curve must not be usable")
      return
    }
  }

  @Test("none of them makes a new signature", arguments: DigestAlgorithm.allCases)
  func neverProduced(_ digest: DigestAlgorithm) throws {
    #expect(digest.isProduced == [.sha256, .sha384, .sha512].contains(digest))
    if !digest.isProduced {
      #expect(throws: CMSError.self) {
        try TimeStampRequest(digest: digest, imprint: [UInt8](repeating: 0, count: digest.octetCount), nonce: nil)
      }
    }
  }
}
