import HeqiDomain
import Synchronization

/// What was read out of files lately, by the digest of a revision, which never changes; least recently used first to go.
/// The pages of one draft ask for the same few facts at every step, and many contracts begin with the same file.
///
/// Shared state: the readings and their order. Whoever asks has proved before that they may see the file.
final class RecentReadings<Reading: Sendable>: Sendable {
  private struct Kept {
    let reading: Reading
    let weight: Int
    var used: UInt64
  }

  private struct State {
    var readings: [Digest: Kept] = [:]
    var total = 0
    var clock: UInt64 = 0
  }

  private let weightMax: Int
  private let state = Mutex(State())

  /// - Parameter weightMax: of all readings together; one that is heavier than a quarter of it is not kept.
  init(weightMax: Int) { self.weightMax = weightMax }

  func find(_ digest: Digest) -> Reading? {
    state.withLock { state in
      state.clock += 1
      state.readings[digest]?.used = state.clock
      return state.readings[digest]?.reading
    }
  }

  func keep(_ reading: Reading, weight: Int, for digest: Digest) {
    guard weight <= weightMax / 4 else { return }
    state.withLock { state in
      state.clock += 1
      if let old = state.readings[digest] { state.total -= old.weight }
      state.readings[digest] = Kept(reading: reading, weight: weight, used: state.clock)
      state.total += weight
      while state.total > weightMax, let oldest = state.readings.min(by: { $0.value.used < $1.value.used }) {
        state.readings[oldest.key] = nil
        state.total -= oldest.value.weight
      }
    }
  }
}
