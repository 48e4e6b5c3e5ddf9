package import CoreMetrics
internal import Synchronization

/// Counters, gauges and timers in memory, written out as Prometheus text (exposition format 0.0.4).
/// State: one table per kind, behind one lock each; labels come from closed sets, so the tables stay small.
package final class MetricsRegistry: MetricsFactory, Sendable {
  private let counters = Mutex<[String: CounterCell]>([:])
  private let meters = Mutex<[String: MeterCell]>([:])
  private let distributions = Mutex<[String: DistributionCell]>([:])

  package init() {}

  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    let name = Self.name(label, dimensions)
    return counters.withLock { table in
      if let cell = table[name] { return cell }
      let cell = CounterCell()
      table[name] = cell
      return cell
    }
  }

  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    let name = Self.name(label, dimensions)
    return meters.withLock { table in
      if let cell = table[name] { return cell }
      let cell = MeterCell()
      table[name] = cell
      return cell
    }
  }

  package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    distribution(label, dimensions)
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    distribution(label + "_seconds", dimensions)
  }

  package func destroyCounter(_ handler: any CounterHandler) {}
  package func destroyMeter(_ handler: any MeterHandler) {}
  package func destroyRecorder(_ handler: any RecorderHandler) {}
  package func destroyTimer(_ handler: any TimerHandler) {}

  /// The whole registry as Prometheus text, sorted by name.
  package func text() -> String {
    var lines: [String] = []
    for (name, cell) in counters.withLock({ $0 }) { lines.append("\(name) \(cell.value)") }
    for (name, cell) in meters.withLock({ $0 }) { lines.append("\(name) \(cell.current)") }
    for (name, cell) in distributions.withLock({ $0 }) { lines.append(contentsOf: cell.lines(name)) }
    return lines.sorted().joined(separator: "\n") + "\n"
  }

  private func distribution(_ label: String, _ dimensions: [(String, String)]) -> DistributionCell {
    let name = Self.name(label, dimensions)
    return distributions.withLock { table in
      if let cell = table[name] { return cell }
      let cell = DistributionCell()
      table[name] = cell
      return cell
    }
  }

  private static func name(_ label: String, _ dimensions: [(String, String)]) -> String {
    let base = String(label.map { $0.isLetter || $0.isNumber ? $0 : "_" })
    if dimensions.isEmpty { return base }
    let labels = dimensions.map { key, value in
      let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
      return "\(key)=\"\(escaped)\""
    }
    return base + "{" + labels.joined(separator: ",") + "}"
  }
}

private final class CounterCell: CounterHandler, Sendable {
  private let count = Atomic<Int64>(0)
  var value: Int64 { count.load(ordering: .relaxed) }
  func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
  func reset() { count.store(0, ordering: .relaxed) }
}

private final class MeterCell: MeterHandler, Sendable {
  private let number = Mutex<Double>(0)
  var current: Double { number.withLock { $0 } }
  func set(_ value: Int64) { number.withLock { $0 = Double(value) } }
  func set(_ value: Double) { number.withLock { $0 = value } }
  func increment(by amount: Double) { number.withLock { $0 += amount } }
  func decrement(by amount: Double) { number.withLock { $0 -= amount } }
}

/// Count, sum and cumulative buckets of a value; timers are recorded in seconds.
private final class DistributionCell: RecorderHandler, TimerHandler, Sendable {
  private struct State {
    var count = 0
    var sum = 0.0
    var buckets = [Int](repeating: 0, count: DistributionCell.bounds.count)
  }
  static let bounds: [Double] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
  private let state = Mutex(State())

  func record(_ value: Int64) { record(Double(value)) }
  func record(_ value: Double) {
    state.withLock { state in
      state.count += 1
      state.sum += value
      for (index, bound) in Self.bounds.enumerated() where value <= bound { state.buckets[index] += 1 }
    }
  }
  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

  func lines(_ name: String) -> [String] {
    let state = state.withLock { $0 }
    let (base, labels) = split(name)
    var lines = zip(Self.bounds, state.buckets).map { "\(base)_bucket{\(labels)le=\"\($0)\"} \($1)" }
    lines.append("\(base)_bucket{\(labels)le=\"+Inf\"} \(state.count)")
    let plain = labels.isEmpty ? "" : "{\(labels.dropLast())}"
    lines.append("\(base)_sum\(plain) \(state.sum)")
    lines.append("\(base)_count\(plain) \(state.count)")
    return lines
  }

  private func split(_ name: String) -> (base: Substring, labels: String) {
    guard let brace = name.firstIndex(of: "{") else { return (name[...], "") }
    return (name[..<brace], name[name.index(after: brace)...].dropLast() + ",")
  }
}
