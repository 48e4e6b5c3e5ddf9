internal import Foundation
internal import Glibc

/// What asks and what hears the answers.
protocol LoadSource {
  associatedtype Ask
  /// The next request, as it goes over the wire. Written when it is sent, so that its time stamp is true.
  mutating func next(into bytes: inout [UInt8]) -> Ask
  /// nil when the answer is right; otherwise what is wrong with it.
  mutating func fault(of ask: Ask, status: Int, body: ArraySlice<UInt8>) -> String?
  /// Under which name the request is counted.
  func kind(of ask: Ask) -> String
}

/// Requests sent when they are due, over many keep-alive connections, by one thread.
///
/// The times are drawn beforehand (Poisson), and nothing moves them: a request for which no connection is free waits, and
/// its waiting counts, because latency runs from the time at which it was due (no coordinated omission).
struct OpenLoop {
  let port: UInt16
  let connections: Int
  /// Requests a second; nil sends as fast as answers come.
  let rate: Double?

  struct Outcome {
    var latencies: [Duration] = []
    var kinds: [String: [Duration]] = [:]
    var faults: [String: [String]] = [:]
    var elapsed = Duration.zero
  }

  /// Sends `count` requests and waits for every answer. Throws when a connection breaks.
  func run<Source: LoadSource>(_ source: inout Source, count: Int) throws -> Outcome {
    var lines = try (0..<connections).map { _ in try LoadConnection<Source.Ask>(port: port) }
    defer { for line in lines { close(line.descriptor) } }
    var polled = lines.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    var free = Array(lines.indices)
    var outcome = Outcome()
    outcome.latencies.reserveCapacity(count)
    var arrivals = Arrivals(rate: rate)
    var sent = 0
    var answered = 0
    let begin = ContinuousClock.now
    var due = begin + arrivals.next()
    while answered < count {
      while sent < count, let index = free.last, due <= ContinuousClock.now {
        free.removeLast()
        let ask = source.next(into: &lines[index].request)
        // A saturating client has no other due time than now.
        try lines[index].send(ask, dueAt: rate == nil ? ContinuousClock.now : due)
        sent += 1
        due = due + arrivals.next()
      }
      let wait = sent < count && !free.isEmpty ? due - ContinuousClock.now : .seconds(30)
      guard try Self.poll(&polled, atMost: wait) || sent < count else { throw LoadError("no answer within 30 seconds") }
      for index in polled.indices where polled[index].revents != 0 {
        guard let answer = try lines[index].receive() else { continue }
        let latency = ContinuousClock.now - answer.dueAt
        outcome.latencies.append(latency)
        outcome.kinds[source.kind(of: answer.ask), default: []].append(latency)
        if let fault = source.fault(of: answer.ask, status: answer.status, body: lines[index].body(answer)) {
          outcome.faults[source.kind(of: answer.ask), default: []].append(fault)
        }
        answered += 1
        free.append(index)
      }
    }
    outcome.elapsed = ContinuousClock.now - begin
    return outcome
  }

  /// Below a millisecond, which poll(2) cannot tell apart, the thread sleeps in short pieces.
  private static func poll(_ polled: inout [pollfd], atMost wait: Duration) throws -> Bool {
    let milliseconds = max(.zero, wait) / .milliseconds(1)
    if milliseconds > 0, milliseconds < 1 { usleep(UInt32(min(milliseconds * 1000, 250))) }
    let count = Glibc.poll(&polled, nfds_t(polled.count), CInt(milliseconds))
    guard count >= 0 || errno == EINTR else { throw LoadError("poll failed with \(errno)") }
    return count > 0
  }
}

/// Gaps of a Poisson process, the same in every run.
private struct Arrivals {
  let rate: Double?
  private var random = SplitMix(seed: 20_261_128)

  init(rate: Double?) { self.rate = rate }

  mutating func next() -> Duration {
    guard let rate else { return .zero }
    return .nanoseconds(Int64(-log(1 - random.fraction()) / rate * 1e9))
  }
}

/// A small generator of numbers that are the same in every run (Steele, Lea, Flood 2014).
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  /// From 0, below 1.
  mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
