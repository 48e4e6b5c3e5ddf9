import CLibPQ
import Dispatch
import HeqiSQL
import Synchronization

/// How sessions are opened.
struct PostgresSettings: Sendable {
  let url: String
  let searchPath: String?
  let statementTimeout: Duration
  let lockTimeout: Duration

  /// Sent once after connecting.
  var sessionSQL: String {
    var sql = """
      SET client_min_messages = warning; SET client_encoding = 'UTF8'; SET timezone = 'UTC'; \
      SET bytea_output = 'hex'; SET standard_conforming_strings = on; \
      SET statement_timeout = \(milliseconds(statementTimeout)); SET lock_timeout = \(milliseconds(lockTimeout)); \
      SET idle_in_transaction_session_timeout = 60000
      """
    if let searchPath { sql += "; SET search_path = \"\(searchPath.filter { $0 != "\"" })\"" }
    return sql
  }

  private func milliseconds(_ duration: Duration) -> Int64 {
    duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
  }
}

/// One session and its own serial queue; libpq blocks only there.
///
/// Shared state: the session, touched only inside `run` on the queue; and the cancel handle with the number of the run
/// it may cancel, touched by whoever cancels.
final class PostgresLink: Sendable {
  private let queue: DispatchQueue
  private let session: Mutex<Session>
  private let canceller: Mutex<Canceller>

  private struct Session { var connection: PostgresConnection? }

  private struct Canceller {
    /// Address of the PGcancel; a number, because the session's own pointer must stay in its region.
    var handle: UInt?
    var run: UInt64?
    /// A cancel request may reach the server late, so a session that got one is not used again.
    var wasUsed = false
  }

  private init(_ connection: sending PostgresConnection, handle: UInt?, queue: DispatchQueue) {
    self.queue = queue
    session = Mutex(Session(connection: connection))
    canceller = Mutex(Canceller(handle: handle))
  }

  deinit { finish() }

  /// Opens a session on a thread of its own. Throws `.connectionLost` or `.accessDenied`.
  static func open(_ settings: PostgresSettings, number: Int) async throws -> PostgresLink {
    let queue = DispatchQueue(label: "heqi.postgres.\(number)")
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try connect(settings, queue) }) }
    }
  }

  /// Runs `body` on the session's thread; when the task is cancelled, the statement under way is too.
  func run<T: Sendable>(_ number: UInt64, _ body: @escaping @Sendable (PostgresConnection) throws -> T) async throws -> T {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        queue.async { continuation.resume(with: Result { try self.runNow(number, body) }) }
      }
    } onCancel: {
      // Asking the server opens a connection, so not on the canceller's thread.
      DispatchQueue.global().async { self.cancel(number) }
    }
  }

  /// True when the session may serve the next caller.
  var isUsable: Bool {
    let wasCancelled = canceller.withLock { $0.wasUsed }
    return !wasCancelled && session.withLock { $0.connection?.isUsable ?? false }
  }

  /// Closes the session.
  func finish() {
    session.withLock { session in
      session.connection?.finish()
      session.connection = nil
    }
    canceller.withLock { canceller in
      if let handle = canceller.handle { PQfreeCancel(OpaquePointer(bitPattern: handle)) }
      canceller.handle = nil
    }
  }

  private func runNow<T: Sendable>(
    _ number: UInt64, _ body: @Sendable (PostgresConnection) throws -> T
  ) throws -> T {
    canceller.withLock { $0.run = number }
    defer { canceller.withLock { $0.run = nil } }
    return try session.withLock { session in
      guard let connection = session.connection else { throw SQLError(.closed, "the database is closed") }
      return try body(connection)
    }
  }

  /// Asks the server to end the statement of a run. A request that arrives between two statements does nothing there, so
  /// it is repeated until the run has ended.
  private func cancel(_ number: UInt64) {
    let isRunning = canceller.withLock { canceller in
      guard canceller.run == number, let handle = canceller.handle else { return false }
      canceller.wasUsed = true
      var message = [CChar](repeating: 0, count: 256)
      PQcancel(OpaquePointer(bitPattern: handle), &message, 256)
      return true
    }
    if isRunning { DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(100)) { self.cancel(number) } }
  }

  private static func connect(_ settings: PostgresSettings, _ queue: DispatchQueue) throws -> PostgresLink {
    let names = ["application_name", "connect_timeout", "dbname"]
    let values = ["heqi", "5", settings.url]
    let opened = withCStrings(names) { names in
      withCStrings(values) { values in PQconnectdbParams(names, values, 1) }
    }
    guard let opened else { throw SQLError(.other, "libpq has no memory for a connection") }
    guard PQstatus(opened) == CONNECTION_OK else {
      let message = PQerrorMessage(opened).map { String(cString: $0) } ?? ""
      PQfinish(opened)
      throw PostgresFailure.connecting(message)
    }
    PQsetNoticeProcessor(opened, { _, _ in }, nil)
    let handle = PQgetCancel(opened).map { UInt(bitPattern: $0) }
    let connection = PostgresConnection(opened)
    do {
      try connection.simple(settings.sessionSQL)
      try connection.learnServer()
    } catch {
      if let handle { PQfreeCancel(OpaquePointer(bitPattern: handle)) }
      connection.finish()
      throw error
    }
    return PostgresLink(connection, handle: handle, queue: queue)
  }

  /// The texts as C strings in an array that ends with a null pointer.
  private static func withCStrings<R>(_ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> R) -> R {
    var arena: [CChar] = []
    var offsets: [Int] = []
    for text in texts {
      offsets.append(arena.count)
      arena += text.utf8CString
    }
    return arena.withUnsafeBufferPointer { buffer in
      body(offsets.map { buffer.baseAddress?.advanced(by: $0) } + [nil])
    }
  }
}
