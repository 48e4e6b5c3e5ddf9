import CMS
import Testing

@Suite struct SigningKeyTests {
  static let message = Array("合契".utf8)

  @Test(
    "keys made by openssl load from every usual form and sign what openssl verifies",
    arguments: [
      (["ecparam", "-genkey", "-name", "prime256v1", "-out", "k.pem"], "sha256"),
      (["ecparam", "-genkey", "-name", "secp384r1", "-out", "k.pem"], "sha384"),
      (["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "k.pem"], "sha256"),
      (["genrsa", "-traditional", "-out", "k.pem", "2048"], "sha256"),
      (["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "k.pem"], "sha256"),
    ])
  func loadsAndSigns(_ make: [String], _ digest: String) async throws {
    let openssl = try OpenSSL()
    #expect(try openssl.run(make).status == 0)
    let key = try PrivateKey(pem: String(decoding: openssl.read("k.pem"), as: UTF8.self))
    let signature = try await key.sign(Self.message)
    #expect(key.publicKey.isValid(signature, over: Self.message[...], key.algorithm))
    #expect(!key.publicKey.isValid(signature, over: Self.message.dropLast(), key.algorithm))
    try openssl.expect("pkey", "-in", "k.pem", "-pubout", "-out", "pub.pem")
    try openssl.write("m", Self.message)
    try openssl.write("s", signature)
    try openssl.expect("dgst", "-\(digest)", "-verify", "pub.pem", "-signature", "s", "m")
  }

  @Test("RSA-PSS signatures verify with digest-length salt in openssl")
  func pss() throws {
    let openssl = try OpenSSL()
    let key = try PrivateKey.generateRSA(bits: 2048, scheme: .pss)
    try openssl.write("k.der", key.pkcs8)
    try openssl.expect("pkey", "-inform", "DER", "-in", "k.der", "-pubout", "-out", "pub.pem")
    try openssl.write("m", Self.message)
    try openssl.write("s", try key.signature(over: Self.message))
    try openssl.expect(
      "dgst", "-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32", "-verify", "pub.pem",
      "-signature", "s", "m")
  }

  @Test(
    "RSA signs with every digest and both paddings, and no two PSS signatures are alike",
    arguments: [DigestAlgorithm.sha256, .sha384, .sha512], [PrivateKey.RSAScheme.pkcs1, .pss])
  func rsa(_ digest: DigestAlgorithm, _ scheme: PrivateKey.RSAScheme) throws {
    let pkcs8 = try PrivateKey.generateRSA(bits: 2048).pkcs8
    let key = try PrivateKey(der: pkcs8, rsaScheme: scheme, digest: digest)
    let signatures = [try key.signature(over: Self.message), try key.signature(over: Self.message)]
    for signature in signatures {
      #expect(signature.count == 256)
      #expect(key.publicKey.isValid(signature, over: Self.message[...], key.algorithm))
      #expect(!key.publicKey.isValid(signature, over: Self.message.dropLast(), key.algorithm))
    }
    #expect((signatures[0] == signatures[1]) == (scheme == .pkcs1))
  }

  @Test("one RSA key signs for many at once")
  func concurrentRSA() async throws {
    let key = try PrivateKey.generateRSA(bits: 2048)
    try await withThrowingTaskGroup(of: ([UInt8], [UInt8]).self) { group in
      for number in 0..<64 {
        group.addTask {
          let message = Self.message + [UInt8(number)]
          return (message, try await key.sign(message))
        }
      }
      for try await (message, signature) in group {
        #expect(key.publicKey.isValid(signature, over: message[...], key.algorithm))
      }
    }
  }

  @Test("every kind of key survives PKCS#8")
  func pkcs8() throws {
    let keys = [
      try PrivateKey.generateP256(), try PrivateKey.generateP384(), try PrivateKey.generateEd25519(),
      try PrivateKey.generateRSA(bits: 2048),
    ]
    let openssl = try OpenSSL()
    for key in keys {
      let copy = try PrivateKey(der: key.pkcs8)
      #expect(copy.publicKey == key.publicKey)
      let signature = try copy.signature(over: Self.message)
      #expect(key.publicKey.isValid(signature, over: Self.message[...], key.algorithm))
      try openssl.write("k.der", key.pkcs8)
      try openssl.expect("pkey", "-inform", "DER", "-in", "k.der", "-noout", "-check")
    }
  }

  @Test("weak, encrypted and unknown keys are refused with a reason")
  func refuses() throws {
    let openssl = try OpenSSL()
    try openssl.expect("genrsa", "-out", "weak.pem", "1024")
    try openssl.expect("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1", "-out", "odd.pem")
    try openssl.expect("genpkey", "-algorithm", "ED25519", "-aes256", "-pass", "pass:x", "-out", "closed.pem")
    for (file, code) in [
      ("weak.pem", CMSError.Code.invalidKey), ("odd.pem", .unsupportedAlgorithm), ("closed.pem", .invalidKey),
    ] {
      let pem = String(decoding: try openssl.read(file), as: UTF8.self)
      #expect(throws: CMSError(code, "")) { try PrivateKey(pem: pem) }
    }
    #expect(throws: CMSError(.invalidKey, "")) { try PrivateKey(pem: "no key here") }
    #expect(throws: CMSError(.invalidArgument, "")) { try PrivateKey.generateRSA(bits: 1024) }
  }
}
