import CMS
import Foundation
import Testing

@testable import heqi

@Suite struct SigningIdentityTests {
  @Test("key and certificate are read as PEM and as DER, the chain in the order of its links")
  func plain() async throws {
    let bench = try await Workbench()
    _ = try bench.write("key.der", bench.key.pkcs8)
    _ = try bench.write("cert.der", bench.certificate.der)
    // The bundle begins with the wrong end on purpose.
    let mixed = bench.root.certificate.pem + bench.issuing.certificate.pem
    _ = try bench.write("mixed.pem", Array(mixed.utf8))
    for (key, certificate) in [("key.pem", "cert.pem"), ("key.der", "cert.der")] {
      let identity = try await SigningIdentity.files(
        key: bench.path(key), certificate: bench.path(certificate), chain: [bench.path("mixed.pem")], password: nil)
      #expect(identity.certificate == bench.certificate)
      #expect(identity.chain == [bench.issuing.certificate, bench.root.certificate])
    }
  }

  @Test("an encrypted key opens with its password only", arguments: ["PEM", "DER"])
  func encrypted(form: String) async throws {
    let bench = try await Workbench()
    let made = try bench.tool([
      "openssl", "pkcs8", "-topk8", "-in", "key.pem", "-outform", form, "-out", "locked", "-passout", "pass:秘密 1",
    ])
    #expect(made.status == 0, "\(made.text)")
    func open(_ password: String?) async throws -> SigningIdentity {
      try await SigningIdentity.files(
        key: bench.path("locked"), certificate: bench.path("cert.pem"), chain: [], password: password)
    }
    #expect(try await open("秘密 1").certificate == bench.certificate)
    await #expect(throws: CommandRefusal.self) { try await open("wrong") }
    await #expect(throws: CommandRefusal.self) { try await open(nil) }
  }

  @Test("a PKCS#12 file gives key, certificate and chain", arguments: [[], ["-legacy"]])
  func pkcs12(cipher: [String]) async throws {
    let bench = try await Workbench()
    let made = try bench.tool(
      ["openssl", "pkcs12", "-export", "-inkey", "key.pem", "-in", "cert.pem", "-certfile", "chain.pem"]
        + ["-out", "who.p12", "-passout", "pass:secret"] + cipher)
    #expect(made.status == 0, "\(made.text)")
    let identity = try await SigningIdentity.pkcs12(bench.path("who.p12"), password: "secret", chain: [])
    #expect(identity.certificate == bench.certificate)
    #expect(identity.chain == [bench.issuing.certificate, bench.root.certificate])
    await #expect(throws: CommandRefusal.self) {
      try await SigningIdentity.pkcs12(bench.path("who.p12"), password: "wrong", chain: [])
    }
  }

  @Test("a key that is not the certificate's is refused, and so are files without either")
  func mismatch() async throws {
    let bench = try await Workbench()
    let stranger = try PrivateKey.generateP256()
    let key = try bench.write("other.pem", Array(PEM(label: "PRIVATE KEY", bytes: stranger.pkcs8).text.utf8))
    for (key, certificate) in [(key, "cert.pem"), (bench.path("cert.pem"), "cert.pem"), (key, "in.pdf")] {
      await #expect(throws: CommandRefusal.self) {
        try await SigningIdentity.files(key: key, certificate: bench.path(certificate), chain: [], password: nil)
      }
    }
  }

  @Test("the password comes from the first line of its file")
  func passwordFile() async throws {
    let bench = try await Workbench()
    let made = try bench.tool([
      "openssl", "pkcs12", "-export", "-inkey", "key.pem", "-in", "cert.pem", "-certfile", "chain.pem", "-out", "who.p12",
      "-passout", "pass:first line",
    ])
    #expect(made.status == 0, "\(made.text)")
    let password = try bench.write("password", Array("first line\r\nsecond\n".utf8))
    let status = await Heqi.exitStatus([
      "sign", bench.path("in.pdf"), "-o", bench.path("out.pdf"), "--p12", bench.path("who.p12"), "--password-file",
      password,
    ])
    #expect(status == 0)
    try bench.judge("out.pdf", level: "BB", signatures: 1)
  }
}
