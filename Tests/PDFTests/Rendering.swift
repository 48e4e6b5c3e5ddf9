import Foundation
import Testing

/// What a person sees: pages drawn by poppler's `pdftoppm`, which the server itself needs.
enum Rendering {
  /// The pages as pixel maps with three octets a pixel, 72 dpi.
  static func pages(_ bytes: [UInt8], password: String = "") throws -> [[UInt8]] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pdftest-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("in.pdf")
    try Data(bytes).write(to: file)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/pdftoppm")
    process.arguments = ["-r", "72"] + (password.isEmpty ? [] : ["-upw", password])
      + [file.path, folder.appendingPathComponent("page").path]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "pdftoppm draws the file")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".ppm") }.sorted()
    return try names.map { [UInt8](try Data(contentsOf: folder.appendingPathComponent($0))) }
  }

  /// The part of all octets that differs plainly, 0…1; 1 when pages or their sizes differ.
  static func difference(_ one: [[UInt8]], _ other: [[UInt8]]) -> Double {
    guard one.count == other.count, !one.isEmpty else { return 1 }
    var (differing, all) = (0, 0)
    for (left, right) in zip(one, other) {
      guard left.count == right.count else { return 1 }
      for index in left.indices where abs(Int(left[index]) - Int(right[index])) > 40 { differing += 1 }
      all += left.count
    }
    return Double(differing) / Double(all)
  }

  /// Whether anything but white paper is shown.
  static func isBlank(_ pages: [[UInt8]]) -> Bool {
    // A header of some fifteen octets stands in front of the pixels.
    pages.allSatisfy { $0.dropFirst(20).allSatisfy { $0 == 0xFF } }
  }
}
