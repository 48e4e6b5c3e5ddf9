import HeqiDomain
import Testing

@testable import HeqiWorkers

@Suite("Reading stored files back at night (F-082)")
struct ScrubSweepTests {
  /// 2026-11-28T00:00:00 in Shanghai.
  private static let midnight = Instant(seconds: 1_795_795_200)

  @Test(
    "the next pass is at three in the morning in Shanghai, today or tomorrow",
    arguments: [(0, 3), (2, 3), (3, 27), (4, 27), (23, 27)] as [(Int64, Int64)])
  func next(_ hour: Int64, _ due: Int64) {
    let now = Self.midnight.adding(.seconds(hour * 3600))
    #expect(ScrubSweep.next(after: now) == Self.midnight.adding(.seconds(due * 3600)))
  }
}
