import CMS
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import PAdES
import Testing

/// A folder of its own with a throwaway PKI in files, as a person at the command line has them.
final class Workbench: Sendable {
  let folder: URL
  let now: PKITime
  let root: CertificateIssuer
  let issuing: CertificateIssuer
  let certificate: X509Certificate
  let key: PrivateKey

  /// - Parameter services: where the leaf's certificate says that revocation data can be had.
  init(services: String = "http://127.0.0.1:9") async throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("heqi-command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let now = PKITime(secondsSince1970: Int64(Date().timeIntervalSince1970))
    self.now = now
    let day: Int64 = 86_400
    let start = now.adding(seconds: -day)
    root = try await CertificateIssuer.selfSignedRoot(
      subject: Self.name("Root"), key: try PrivateKey.generateP256(), serialNumber: [1], notBefore: start,
      notAfter: now.adding(seconds: 7300 * day))
    let issuingKey = try PrivateKey.generateP256()
    issuing = try CertificateIssuer(
      certificate: try await root.issue(
        CertificateTemplate(
          .issuingCA, subject: Self.name("Issuing CA"), publicKey: issuingKey.publicKey, serialNumber: [2],
          notBefore: start, notAfter: now.adding(seconds: 3650 * day),
          locations: .init(crlURL: services + "/root.crl"))),
      key: issuingKey)
    key = try .generateP256()
    certificate = try await issuing.issue(
      CertificateTemplate(
        .signatory, subject: Self.name("签约人"), publicKey: key.publicKey, serialNumber: [0x40, 3],
        notBefore: start, notAfter: now.adding(seconds: 365 * day),
        locations: .init(ocspURL: services + "/ocsp", issuerURL: services + "/issuing.der")))
    _ = try write("in.pdf", SamplePDF.contract())
    _ = try write("root.pem", Array(root.certificate.pem.utf8))
    _ = try write("key.pem", Array(PEM(label: "PRIVATE KEY", bytes: key.pkcs8).text.utf8))
    _ = try write("cert.pem", Array(certificate.pem.utf8))
    _ = try write("chain.pem", Array((issuing.certificate.pem + root.certificate.pem).utf8))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  static func name(_ commonName: String) -> DistinguishedName {
    DistinguishedName([.init(.country, "CN"), .init(.organization, "Heqi Test"), .init(.commonName, commonName)])
  }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: folder.appendingPathComponent(name))
    return path(name)
  }

  func read(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appendingPathComponent(name))) }
  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// `--key … --cert … --chain …`
  var who: [String] { ["--key", path("key.pem"), "--cert", path("cert.pem"), "--chain", path("chain.pem")] }

  /// The program's own verdict with the test root trusted.
  func report(_ name: String) throws -> ValidationReport {
    SignatureValidator(roots: [root.certificate], time: now.adding(seconds: 60)).validate(try read(name))
  }

  /// Runs a program in the folder. - Returns: its status and everything it said.
  func tool(_ command: [String]) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  /// pyHanko, poppler and qpdf accept the file at `level`; a missing judge is a failure, never a skip.
  func judge(
    _ name: String, level: String, signatures: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var package = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { package.deleteLastPathComponent() }
    let local = package.appendingPathComponent(".venv/bin/python").path
    let python = ProcessInfo.processInfo.environment["HEQI_PYTHON"] ?? local
    let script = package.appendingPathComponent("Tests/Oracles/judge_pdf.py").path
    let verdict = try tool([python, script, "--root", path("root.pem"), "--want", level, path(name)])
    #expect(verdict.status == 0, "pyHanko: \(verdict.text)", sourceLocation: sourceLocation)
    let poppler = try tool(["pdfsig", "-nocert", path(name)])
    let valid = poppler.text.components(separatedBy: "Signature is Valid.").count - 1
    #expect(valid == signatures, "pdfsig: \(poppler.text)", sourceLocation: sourceLocation)
    let qpdf = try tool(["qpdf", "--check", path(name)])
    #expect(qpdf.status == 0, "qpdf: \(qpdf.text)", sourceLocation: sourceLocation)
  }
}

/// A contract written by hand.
enum SamplePDF {
  static func contract() -> [UInt8] {
    let text = "BT /F1 12 Tf 50 780 Td (Contract) Tj ET"
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
      "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
      "<< /Length \(text.utf8.count) >>\nstream\n\(text)\nendstream",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    var out = Array("%PDF-1.7\n%\u{E2}\u{E3}\n".utf8)
    var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for (index, object) in objects.enumerated() {
      let digits = String(out.count)
      table += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
      out += Array("\(index + 1) 0 obj\n\(object)\nendobj\n".utf8)
    }
    let id = "<00112233445566778899AABBCCDDEEFF>"
    table += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R /ID [\(id) \(id)] >>\nstartxref\n\(out.count)\n%%EOF\n"
    return out + Array(table.utf8)
  }
}
