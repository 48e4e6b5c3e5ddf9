/// Counts the worker processes that run; its state is the number of free places and the queue of those who wait.
actor WorkerSlots {
  private var free: Int
  private let waitingMax: Int
  private var waiting: [(id: Int, continuation: CheckedContinuation<Bool, Never>)] = []
  private var nextID = 0

  init(count: Int, waitingMax: Int) {
    free = max(count, 1)
    self.waitingMax = max(waitingMax, 0)
  }

  /// Takes a place, waiting for one if need be.
  /// - Throws: `busy` when the queue is full, `cancelled` when the task is cancelled while it waits.
  func take() async throws(OfficeError) {
    if Task.isCancelled { throw OfficeError(.cancelled, "The job was cancelled.") }
    if free > 0 {
      free -= 1
      return
    }
    guard waiting.count < waitingMax else {
      throw OfficeError(.busy, "Too many files are being read at the moment; try again in a minute.")
    }
    nextID += 1
    let id = nextID
    let granted = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // Cancelled between the check above and here: nobody would wake this one again.
        if Task.isCancelled { continuation.resume(returning: false) } else { waiting.append((id, continuation)) }
      }
    } onCancel: {
      // The handler is synchronous; the actor must be entered from a task of its own.
      Task { await self.abandon(id) }
    }
    if !granted { throw OfficeError(.cancelled, "The job was cancelled.") }
  }

  /// Gives a place back, to the one who waits longest.
  func giveBack() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().continuation.resume(returning: true) }
  }

  private func abandon(_ id: Int) {
    guard let index = waiting.firstIndex(where: { $0.id == id }) else { return }
    waiting.remove(at: index).continuation.resume(returning: false)
  }
}
