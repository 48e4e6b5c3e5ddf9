import Synchronization

/// Opens once; lets a test hold a body until others have come as far as they should.
final class Gate: Sendable {
  private let opened = Atomic<Bool>(false)

  func open() { opened.store(true, ordering: .releasing) }

  /// Blocks the thread of a transaction body.
  func hold() {
    while !opened.load(ordering: .acquiring) {}
  }

  /// Waits as a task.
  func wait() async {
    while !opened.load(ordering: .acquiring) { await Task.yield() }
  }
}
