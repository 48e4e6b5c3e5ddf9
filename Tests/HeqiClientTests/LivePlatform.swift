import Foundation
import HeqiClient
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The program itself, serving on loopback with a data folder of its own.
enum LivePlatform {
  /// Built beside the tests.
  private static let path: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("heqi").path
  }()

  /// Runs `body` with a client of a platform that has just been started.
  static func with(_ body: (HeqiClient) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("heqi-live-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let port = try freePort()
    let log = folder.appendingPathComponent("log")
    let server = try start(["serve", "--data", "data", "--port", "\(port)"], in: folder, output: log)
    defer {
      server.terminate()
      server.waitUntilExit()
    }
    try await ready(server, port, log)
    let printed = folder.appendingPathComponent("client")
    let making = try start(["client", "create", "--name", "Swift", "--json", "--data", "data"], in: folder, output: printed)
    making.waitUntilExit()
    struct Made: Decodable { let clientId, secret: String }
    let made = try JSONDecoder().decode(Made.self, from: Data(contentsOf: printed))
    try await body(HeqiClient(baseURL: "http://127.0.0.1:\(port)", clientID: made.clientId, secret: made.secret, language: "en"))
  }

  private static func start(_ arguments: [String], in folder: URL, output: URL) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    _ = FileManager.default.createFile(atPath: output.path, contents: nil)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Waits until the port answers.
  private static func ready(_ server: Process, _ port: UInt16, _ log: URL) async throws {
    for _ in 0..<1200 {
      try #require(server.isRunning, "\((try? String(contentsOf: log, encoding: .utf8)) ?? "")")
      if connects(port) { return }
      try await Task.sleep(for: .milliseconds(100))
    }
    Issue.record("the platform did not start within two minutes")
  }

  private static func connects(_ port: UInt16) -> Bool { withSocket({ connect($0, $1, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }, on: port) }

  private static func freePort() throws -> UInt16 {
    var chosen: UInt16 = 0
    _ = withSocket({ descriptor, address in
      guard bind(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 else { return false }
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      guard getsockname(descriptor, address, &length) == 0 else { return false }
      chosen = UnsafeRawPointer(address).load(as: sockaddr_in.self).sin_port.bigEndian
      return true
    }, on: 0)
    try #require(chosen != 0)
    return chosen
  }

  private static func withSocket(_ body: (Int32, UnsafeMutablePointer<sockaddr>) -> Bool, on port: UInt16) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body(descriptor, $0) }
    }
  }
}
