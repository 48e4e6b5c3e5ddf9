import Dispatch
import Synchronization

/// A few threads for calls that block on the disk, so that the task threads never do (style 5).
struct BlockingPool: Sendable {
  private let lanes: [DispatchQueue]
  private let turn = Turn()

  /// Numbers the calls; shared by all copies of the pool.
  private final class Turn: Sendable { let next = Atomic<Int>(0) }

  init(label: String, width: Int) {
    lanes = (0..<width).map { DispatchQueue(label: "\(label).\($0)") }
  }

  /// Runs `work` on the next lane.
  func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    let index = turn.next.add(1, ordering: .relaxed).oldValue
    let lane = lanes[Int(index.magnitude % UInt(lanes.count))]
    return try await withCheckedThrowingContinuation { continuation in
      lane.async { continuation.resume(with: Result { try work() }) }
    }
  }
}
