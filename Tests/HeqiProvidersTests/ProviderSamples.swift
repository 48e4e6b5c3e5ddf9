import HeqiDomain
import HeqiPorts
import HeqiProviders
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// A clock that stands still until a test moves it.
final class StandingClock: WallClock {
  private let state = Mutex(Instant(seconds: 1_795_000_000))
  var now: Instant { state.withLock { $0 } }
  func advance(_ duration: Duration) { state.withLock { $0 = $0.adding(duration) } }
}

enum Sample {
  static let master = [UInt8](repeating: 5, count: 32)
  static let digest = Digest([UInt8](repeating: 8, count: 32))!

  /// Runs `body` with a path that does not exist yet, inside a folder that is removed afterwards.
  static func withFolder<T>(_ body: (String) async throws -> T) async throws -> T {
    let folder = "/tmp/heqi-providers-\(getpid())-\(SystemRandom().token(byteCount: 6))"
    mkdir(folder, 0o700)
    defer { _ = system("rm -rf '\(folder)'") }
    return try await body(folder + "/pki")
  }

  static func pki(_ directory: String, clock: any WallClock, master: [UInt8] = master) async throws -> EmbeddedPKI {
    try await EmbeddedPKI.bootstrap(
      directory: directory, masterKey: master, publicURL: "http://localhost:8080", clock: clock, random: SystemRandom())
  }
}
