import HeqiSQL
import Synchronization
import Testing

@Suite struct BlockingPoolTests {
  private struct Refused: Error, Equatable {}
  private final class Crowd: Sendable {
    let now = Atomic<Int>(0)
    let most = Atomic<Int>(0)

    func pass() {
      most.max(now.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
      now.subtract(1, ordering: .relaxed)
    }
  }

  @Test("an error of the work comes back to its caller, and the pool goes on")
  func failing() async throws {
    let pool = BlockingPool(label: "test", width: 1)
    await #expect(throws: Refused()) { try await pool.run { throw Refused() } }
    #expect(try await pool.run { 7 } == 7)
  }

  @Test("a call that takes long keeps nobody waiting while a thread is free")
  func slowOne() async throws {
    let pool = BlockingPool(label: "test", width: 2)
    let gate = Gate()
    async let slow: Void = pool.run { gate.hold() }
    for number in 0..<50 { #expect(try await pool.run { number } == number) }
    gate.open()
    try await slow
  }

  @Test("never more at once than its width, and every call is served", arguments: [1, 3])
  func width(_ width: Int) async throws {
    let pool = BlockingPool(label: "test", width: width)
    let crowd = Crowd()
    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 1...500 {
        group.addTask {
          try await pool.run {
            crowd.pass()
            return number
          }
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(sum == 125_250)
    #expect(crowd.most.load(ordering: .relaxed) <= width)
  }
}
