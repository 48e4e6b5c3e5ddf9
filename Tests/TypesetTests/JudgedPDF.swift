import Foundation
import Testing

/// A PDF as other programs see it: poppler reads it, qpdf checks it.
struct JudgedPDF {
  let path: String
  private let folder: URL

  init(_ bytes: [UInt8]) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("typeset-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent("document.pdf")
    try Data(bytes).write(to: file)
    path = file.path
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Output of a tool and whether it was content.
  func run(_ tool: String, _ arguments: [String]) throws -> (text: String, code: Int32) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [tool] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: data, as: UTF8.self), process.terminationStatus)
  }

  func text(page: Int? = nil) throws -> String {
    let range = page.map { ["-f", "\($0)", "-l", "\($0)"] } ?? []
    return try run("pdftotext", range + ["-layout", path, "-"]).text
  }

  var pages: Int {
    get throws {
      let lines = try run("pdfinfo", [path]).text.split(separator: "\n")
      return lines.first { $0.hasPrefix("Pages:") }.flatMap { Int($0.dropFirst(6).trimmingCharacters(in: .whitespaces)) } ?? 0
    }
  }

  /// Boxes of words as poppler finds them: text, left, top, right, bottom in points.
  func words() throws -> [(text: String, box: [Double])] {
    let html = try run("pdftotext", ["-bbox", path, "-"]).text
    return html.split(separator: "\n").compactMap { line in
      guard line.contains("<word ") else { return nil }
      let parts = line.split(separator: "\"")
      guard parts.count >= 9, let open = parts[8].firstIndex(of: ">"), let close = parts[8].firstIndex(of: "<") else {
        return nil
      }
      let text = String(parts[8][parts[8].index(after: open)..<close])
      return (text, [1, 3, 5, 7].compactMap { Double(parts[$0]) })
    }
  }
}
