import Foundation

/// The external judge `qpdf --check`, where it is installed.
enum QPDF {
  static let isAvailable = FileManager.default.isExecutableFile(atPath: "/usr/bin/qpdf")

  /// What qpdf complains about; nil when it is content (exit status 0).
  static func complaint(_ bytes: [UInt8], arguments: [String] = []) throws -> String? {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("pdftest-\(UUID().uuidString).pdf")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/qpdf")
    process.arguments = ["--check"] + arguments + [file.path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return process.terminationStatus == 0 ? nil : text
  }
}
