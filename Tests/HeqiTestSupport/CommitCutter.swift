import Foundation
import Glibc
import HeqiSQL
import Synchronization

/// Stands between an engine and its PostgreSQL and breaks the connection at chosen COMMITs (drill 5).
///
/// Shared state: what to do next, how many COMMITs have passed, and the open sockets.
package final class CommitCutter: Sendable {
  package enum Cut: Sendable, CaseIterable {
    /// COMMIT is carried out and its answer lost.
    case answer
    /// COMMIT never reaches the server, which sees the connection end.
    case request
    /// COMMIT never reaches the server, which does not even see that anybody left.
    case silence
  }

  private struct State {
    var plan: @Sendable (Int) -> Cut? = { _ in nil }
    var commits = 0
    var cuts = 0
    var refusesNext = false
    var isRefusing = false
    var sockets: Set<Int32> = []
  }

  /// Folder of the socket to connect to.
  private let folder: String
  private let server: String
  private let listener: Int32
  private let state = Mutex(State())

  /// True where the server can be stood in front of: it listens on a socket in a folder, as bin/with-postgres has it.
  package static let isPossible = TestDatabase.postgresURL?.contains("@%2F") == true

  /// Runs `body` with the address of the cutter.
  package static func with<T: Sendable>(_ url: String, _ body: @Sendable (CommitCutter, String) async throws -> T) async throws -> T {
    try await TestDatabase.withFolder { folder in
      let cutter = try CommitCutter(in: folder, before: url)
      defer { cutter.close() }
      return try await body(cutter, cutter.url(url))
    }
  }

  private init(in folder: String, before url: String) throws {
    self.folder = folder
    server = try Self.folder(of: url) + "/.s.PGSQL.5432"
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let bound = Self.withAddress(folder + "/.s.PGSQL.5432") { bind(listener, $0, $1) }
    guard bound == 0, listen(listener, 64) == 0 else { throw SQLError(.io, "the cutter cannot listen") }
    Thread.detachNewThread { [self] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        Thread.detachNewThread { [self] in serve(client) }
      }
    }
  }

  /// Decides what happens to each COMMIT, numbered from 1; counting begins anew.
  package func plan(_ plan: @escaping @Sendable (Int) -> Cut?) {
    state.withLock { $0.plan = plan; $0.commits = 0; $0.cuts = 0 }
  }

  /// After the next cut nobody gets through until `allow`.
  package func refuseAfterNext() { state.withLock { $0.refusesNext = true } }
  package func allow() { state.withLock { $0.isRefusing = false; $0.refusesNext = false } }

  package var commits: Int { state.withLock { $0.commits } }
  package var cuts: Int { state.withLock { $0.cuts } }

  private static func folder(of url: String) throws -> String {
    guard let encoded = url.split(separator: "@").last?.split(separator: "/").first,
      let folder = String(encoded).removingPercentEncoding
    else { throw SQLError(.accessDenied, "the server has no socket") }
    return folder
  }

  private func url(_ url: String) throws -> String {
    let (old, new) = (try Self.folder(of: url), folder)
    func encoded(_ text: String) -> String { text.replacing("/", with: "%2F") }
    return url.replacing(encoded(old), with: encoded(new))
  }

  private func close() {
    shutdown(listener, Int32(SHUT_RDWR))
    Glibc.close(listener)
    for socket in state.withLock({ $0.sockets }) { shutdown(socket, Int32(SHUT_RDWR)) }
  }

  // MARK: One connection, one thread

  /// A simple query (PostgreSQL 15 §55.7): type, length of 11, text, zero.
  private static let commit: [UInt8] = [0x51, 0, 0, 0, 11] + Array("COMMIT".utf8) + [0]

  private func serve(_ client: Int32) {
    let upstream = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let isOpen = !state.withLock { $0.isRefusing } && Self.withAddress(server) { connect(upstream, $0, $1) } == 0
    state.withLock { $0.sockets.formUnion([client, upstream]) }
    defer {
      state.withLock { $0.sockets.subtract([client, upstream]) }
      Glibc.close(client)
      Glibc.close(upstream)
    }
    guard isOpen else { return }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      var ready = [pollfd(fd: client, events: Int16(POLLIN), revents: 0), pollfd(fd: upstream, events: Int16(POLLIN), revents: 0)]
      guard poll(&ready, 2, -1) > 0 else { return }
      if ready[1].revents != 0 {
        let count = read(upstream, &buffer, buffer.count)
        guard count > 0, Self.send(buffer[..<count], to: client) else { return }
      }
      if ready[0].revents != 0 {
        let count = read(client, &buffer, buffer.count)
        guard count > 0 else { return }
        switch buffer[..<count].suffix(Self.commit.count).elementsEqual(Self.commit) ? cut() : nil {
        case .answer?:
          guard Self.send(buffer[..<count], to: upstream) else { return }
          _ = read(upstream, &buffer, buffer.count)
          return
        case .request?: return
        case .silence?:
          shutdown(client, Int32(SHUT_RDWR))
          // Keeps the server's end open until somebody ends the session there.
          while read(upstream, &buffer, buffer.count) > 0 {}
          return
        case nil: guard Self.send(buffer[..<count], to: upstream) else { return }
        }
      }
    }
  }

  private func cut() -> Cut? {
    state.withLock { state in
      state.commits += 1
      guard let cut = state.plan(state.commits) else { return nil }
      state.cuts += 1
      if state.refusesNext { (state.isRefusing, state.refusesNext) = (true, false) }
      return cut
    }
  }

  private static func send(_ bytes: ArraySlice<UInt8>, to socket: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let size = MemoryLayout.size(ofValue: address.sun_path)
    guard path.utf8.count < size else { return -1 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
  }
}
