internal import HeqiApplication
internal import HeqiDomain

/// Breakers and calls of vendors as Prometheus text: `heqi_vendor_breaker` is 1 for the state a breaker is in.
enum VendorMetrics {
  static func text(_ links: [VendorLink]) -> String {
    links.map { link in
      let labels = "port=\"\(link.port.rawValue)\",vendor=\"\(link.name)\""
      let (state, counts) = (link.state.name, link.counts)
      let states = VendorBreaker.names.map { "heqi_vendor_breaker{\(labels),state=\"\($0)\"} \($0 == state ? 1 : 0)\n" }
      let calls = [("answered", counts.answered), ("refused", counts.refused), ("failed", counts.failed), ("spared", counts.spared)]
        .map { "heqi_vendor_calls_total{\(labels),outcome=\"\($0.0)\"} \($0.1)\n" }
      return states.joined() + calls.joined()
    }.joined()
  }
}
