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
    let percentile = { (share: Double) in
      sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))].seconds * 1000
    }
    return #"{"name": "\#(name)", "operations": \#(operations), "perSecond": \#(number(rate)), "#
      + #""p50ms": \#(number(percentile(0.5))), "p99ms": \#(number(percentile(0.99))), "#
      + #""p999ms": \#(number(percentile(0.999)))}"#
  }

  private func number(_ value: Double) -> String { String(format: "%.3f", value) }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
