import CMS
import Foundation
import Testing

/// The independent judges of a signed file: pyHanko, pdfsig and qpdf. A missing judge is a failure, never a skip.
final class PDFJudge {
  let directory: URL
  let rootPath: String

  init(_ root: X509Certificate) throws {
    directory = FileManager.default.temporaryDirectory.appendingPathComponent("pades-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let url = directory.appendingPathComponent("root.pem")
    try Data(root.pem.utf8).write(to: url)
    rootPath = url.path
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  /// The package root, found from this file.
  private static var packageRoot: URL {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { url.deleteLastPathComponent() }
    return url
  }

  private static var python: String? {
    let local = packageRoot.appendingPathComponent(".venv/bin/python").path
    let candidates = [ProcessInfo.processInfo.environment["HEQI_PYTHON"], local]
    return candidates.compactMap { $0 }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let url = directory.appendingPathComponent(name)
    try Data(bytes).write(to: url)
    return url.path
  }

  func read(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

  func run(_ command: [String]) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = directory
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  /// Runs a script of Tests/Oracles. A missing python is a failure, never a skip.
  func python(_ script: String, _ arguments: [String]) throws -> (status: Int32, text: String) {
    let path = Self.packageRoot.appendingPathComponent("Tests/Oracles/" + script).path
    return try run([try #require(Self.python, "no python: set HEQI_PYTHON or run bin/setup, which makes .venv"), path] + arguments)
  }

  /// pyHanko's verdict: every signature reaches `level`.
  @discardableResult
  func pyHanko(
    _ bytes: [UInt8], _ level: String, passes: Bool = true, password: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    guard let python = Self.python else {
      Issue.record(
        "no python for the judge: set HEQI_PYTHON or run bin/test once, which makes .venv",
        sourceLocation: sourceLocation)
      return ""
    }
    let script = Self.packageRoot.appendingPathComponent("Tests/Oracles/judge_pdf.py").path
    let file = try write("judged-\(UUID().uuidString).pdf", bytes)
    let opening = password.map { ["--password", $0] } ?? []
    let outcome = try run([python, script, "--root", rootPath, "--want", level] + opening + [file])
    #expect((outcome.status == 0) == passes, "pyHanko: \(outcome.text)", sourceLocation: sourceLocation)
    return outcome.text
  }

  /// poppler and qpdf: `signatures` valid signatures, a structure without warnings.
  func popplerAndQPDF(
    _ bytes: [UInt8], signatures: Int, password: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = try write("checked-\(UUID().uuidString).pdf", bytes)
    let poppler = try run(["pdfsig", "-nocert"] + (password.map { ["-upw", $0] } ?? []) + [file])
    let valid = poppler.text.components(separatedBy: "Signature is Valid.").count - 1
    #expect(valid == signatures, "pdfsig: \(poppler.text)", sourceLocation: sourceLocation)
    let qpdf = try run(["qpdf", "--check"] + (password.map { ["--password=" + $0] } ?? []) + [file])
    #expect(qpdf.status == 0, "qpdf: \(qpdf.text)", sourceLocation: sourceLocation)
  }
}
