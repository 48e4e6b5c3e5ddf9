internal import Foundation

/// One run: how many operations in how long, and how long each took.
struct Measurement {
  let name: String
  let operations: Int
  let elapsed: Duration
  let latencies: [Duration]

  /// One JSON object a line: name, operations per second, percentiles in milliseconds.
  var json: String {
    let rate = Double(operations) / elapsed.seconds
    let sorted = latencies.sorted()
    let percentile = { (share: Double) in Self.percentile(share, of: sorted).seconds * 1000 }
    return #"{"name": "\#(name)", "operations": \#(operations), "perSecond": \#(number(rate)), "#
      + #""p50ms": \#(number(percentile(0.5))), "p99ms": \#(number(percentile(0.99))), "#
      + #""p999ms": \#(number(percentile(0.999)))}"#
  }

  var p99: Duration { Self.percentile(0.99, of: latencies.sorted()) }

  private static func percentile(_ share: Double, of sorted: [Duration]) -> Duration {
    sorted.isEmpty ? .zero : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }

  private func number(_ value: Double) -> String { String(format: "%.3f", value) }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
