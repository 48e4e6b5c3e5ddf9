import HeqiSQL

/// The sessions of one engine. Shared state: idle sessions, how many are open, and who waits for one, in order.
actor PostgresPool {
  private let settings: PostgresSettings
  private let countMax: Int
  private let waitMax: Duration
  private var idle: [PostgresLink] = []
  private var openCount = 0
  private var openedCount = 0
  private var waiters: [Waiter] = []
  private var waiterCount = 0
  private var isClosed = false
  /// Callers of `close` waiting for the last session to come back.
  private var closers: [CheckedContinuation<Void, Never>] = []

  private struct Waiter {
    let number: Int
    let continuation: CheckedContinuation<Void, any Error>
  }

  init(_ settings: PostgresSettings, countMax: Int, waitMax: Duration) {
    self.settings = settings
    self.countMax = countMax
    self.waitMax = waitMax
  }

  /// A session for the caller alone. Throws `.busy` when none is free in time (drill 6), or what connecting throws.
  func acquire() async throws -> PostgresLink {
    while true {
      if isClosed { throw SQLError(.closed, "the database is closed") }
      if let link = idle.popLast() { return link }
      if openCount < countMax { return try await open() }
      try await wait()
    }
  }

  /// Takes a session back; one that broke or was cancelled is closed.
  func release(_ link: PostgresLink) {
    if isClosed || !link.isUsable {
      openCount -= 1
      link.finish()
    } else {
      idle.append(link)
    }
    wakeNext()
  }

  /// Drops all idle sessions: after one was found broken the others are likely broken too.
  func dropIdle() {
    for link in idle { link.finish() }
    openCount -= idle.count
    idle = []
    wakeNext()
  }

  /// Refuses new callers, closes idle sessions, and returns when those in use have come back and are closed.
  func close() async {
    isClosed = true
    dropIdle()
    for waiter in waiters { waiter.continuation.resume(throwing: SQLError(.closed, "the database is closed")) }
    waiters = []
    if openCount > 0 { await withCheckedContinuation { closers.append($0) } }
  }

  private func open() async throws -> PostgresLink {
    openCount += 1
    openedCount += 1
    do {
      return try await PostgresLink.open(settings, number: openedCount)
    } catch {
      openCount -= 1
      wakeNext()
      throw error
    }
  }

  private func wait() async throws {
    waiterCount += 1
    let number = waiterCount
    // Ends the wait in time; does nothing when the waiter was served before.
    let timer = Task { [waitMax] in
      try await Task.sleep(for: waitMax)
      self.giveUp(number)
    }
    defer { timer.cancel() }
    try await withCheckedThrowingContinuation { continuation in
      waiters.append(Waiter(number: number, continuation: continuation))
    }
  }

  private func giveUp(_ number: Int) {
    guard let index = waiters.firstIndex(where: { $0.number == number }) else { return }
    let waiter = waiters.remove(at: index)
    waiter.continuation.resume(throwing: SQLError(.busy, "all connections to PostgreSQL are in use; try again"))
  }

  /// After a session became free or a place for a new one: serves the longest waiting caller, or those who close.
  private func wakeNext() {
    if isClosed, openCount == 0 {
      for closer in closers { closer.resume() }
      closers = []
    }
    guard !waiters.isEmpty else { return }
    waiters.removeFirst().continuation.resume()
  }
}
