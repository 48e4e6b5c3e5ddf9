import CMS
import Foundation
import HeqiServer
import Testing

@Suite("trusted certificates from files and folders")
struct TrustedRootsTests {
  private struct Bench {
    let work: Workbench
    let folder: String
    var first: X509Certificate { work.root.certificate }
    var second: X509Certificate { work.issuing.certificate }

    init() async throws {
      work = try await Workbench()
      folder = work.path("roots")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func put(_ name: String, _ bytes: [UInt8]) throws { _ = try work.write("roots/" + name, bytes) }
    func put(_ name: String, _ text: String) throws { try put(name, Array(text.utf8)) }

    func read() throws -> (Set<X509Certificate>, [String]) {
      var sentences: [String] = []
      let roots = try TrustedRoots.read([folder]) { sentences.append($0) }
      return (Set(roots), sentences)
    }
  }

  @Test("PEM, DER, several in a file and bundles are read; other files are passed over in silence")
  func forms() async throws {
    let bench = try await Bench()
    try bench.put("one.der", bench.first.der)
    try bench.put("many.txt", "a note\n" + bench.second.pem + bench.first.pem)
    try bench.put("key.pem", Array(FileManager.default.contents(atPath: bench.work.path("key.pem")) ?? Data()))
    try bench.put("readme", "nothing here")
    try bench.put("old.cer", bench.first.pem.replacing("CERTIFICATE", with: "X509 CERTIFICATE"))
    let (roots, sentences) = try bench.read()
    #expect(roots == [bench.first, bench.second] && sentences.isEmpty)
  }

  @Test("a bundle of PKCS#7 gives all its certificates")
  func bundle() async throws {
    let bench = try await Bench()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "openssl", "crl2pkcs7", "-nocrl", "-certfile", bench.work.path("chain.pem"), "-outform", "DER", "-out",
      bench.folder + "/b.p7b",
    ]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    let (roots, sentences) = try bench.read()
    #expect(roots == [bench.first, bench.second] && sentences.isEmpty)
  }

  @Test("a damaged file is named and does not stop the others", arguments: ["bad.pem", "bad.crt", "bad.der"])
  func damaged(_ name: String) async throws {
    let bench = try await Bench()
    try bench.put("good.pem", bench.first.pem)
    let damaged = name.hasSuffix(".der") ? Array(bench.second.der.dropLast(9)) : Array(bench.second.pem.replacing("MII", with: "M!I").utf8)
    try bench.put(name, damaged)
    let (roots, sentences) = try bench.read()
    #expect(roots == [bench.first])
    #expect(sentences.count == 1 && sentences.first?.contains(name) == true)
  }

  @Test("one damaged block leaves the others of its file")
  func partly() async throws {
    let bench = try await Bench()
    let damaged = bench.second.pem.replacing("MII", with: "M!I")
    try bench.put("bundle.pem", damaged + bench.first.pem)
    let (roots, sentences) = try bench.read()
    #expect(roots == [bench.first] && sentences.first?.contains("in part") == true)
  }

  @Test("an empty folder, and a file without a certificate, are refused")
  func nothing() async throws {
    let bench = try await Bench()
    #expect(throws: FileError(.unreadable, "")) { try TrustedRoots.read([bench.folder]) }
    #expect(throws: FileError(.unreadable, "")) { try TrustedRoots.read([bench.work.path("key.pem")]) }
    #expect(throws: FileError(.missing, "")) { try TrustedRoots.read([bench.work.path("none")]) }
  }
}
