import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The program itself as a process, as a shell starts it.
enum Program {
  /// Built beside the tests.
  static let path: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("heqi").path
  }()

  /// What a run said and how it ended.
  struct Run {
    let status: Int32
    let out: String
    let notes: String

    var lines: [Substring] { out.split(separator: "\n") }
  }

  /// Runs `heqi` with `arguments` in `folder`.
  static func run(_ arguments: [String], in folder: URL) throws -> Run {
    try #require(FileManager.default.isExecutableFile(atPath: path), "the program stands beside the tests: \(path)")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    let names = ["out", "notes"].map { folder.appendingPathComponent(".\($0)-\(UUID().uuidString)") }
    for name in names { _ = FileManager.default.createFile(atPath: name.path, contents: nil) }
    defer { for name in names { try? FileManager.default.removeItem(at: name) } }
    process.standardOutput = try FileHandle(forWritingTo: names[0])
    process.standardError = try FileHandle(forWritingTo: names[1])
    try process.run()
    process.waitUntilExit()
    return Run(
      status: process.terminationStatus, out: try String(contentsOf: names[0], encoding: .utf8),
      notes: try String(contentsOf: names[1], encoding: .utf8))
  }

  /// Runs `heqi` with a terminal as its standard error. - Returns: what appeared on the terminal.
  static func terminal(_ arguments: [String], in folder: URL) throws -> String {
    var (master, slave): (Int32, Int32) = (0, 0)
    try #require(openpty(&master, &slave, nil, nil, nil) == 0)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
    try process.run()
    close(slave)
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(master, &buffer, buffer.count)
      guard count > 0 else { break }
      text += buffer[..<count]
    }
    close(master)
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }
}
