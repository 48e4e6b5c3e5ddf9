import CoreMetrics
import HeqiServer
import Testing

@Suite("Prometheus text")
struct MetricsRegistryTests {
  @Test("counters add up under one name with its labels")
  func counters() {
    let registry = MetricsRegistry()
    registry.makeCounter(label: "heqi.requests.total", dimensions: [("route", "/c/:id")]).increment(by: 2)
    registry.makeCounter(label: "heqi.requests.total", dimensions: [("route", "/c/:id")]).increment(by: 3)
    #expect(registry.text().contains("heqi_requests_total{route=\"/c/:id\"} 5\n"))
  }

  @Test("a timer is written as a histogram in seconds with cumulative buckets")
  func timers() {
    let registry = MetricsRegistry()
    let timer = registry.makeTimer(label: "heqi_request", dimensions: [("route", "x")])
    timer.recordNanoseconds(4_000_000)
    timer.recordNanoseconds(40_000_000)
    let text = registry.text()
    #expect(text.contains("heqi_request_seconds_bucket{route=\"x\",le=\"0.005\"} 1\n"))
    #expect(text.contains("heqi_request_seconds_bucket{route=\"x\",le=\"0.05\"} 2\n"))
    #expect(text.contains("heqi_request_seconds_bucket{route=\"x\",le=\"+Inf\"} 2\n"))
    #expect(text.contains("heqi_request_seconds_count{route=\"x\"} 2\n"))
  }

  @Test("label values cannot break out of their quotes")
  func escaping() {
    let registry = MetricsRegistry()
    registry.makeMeter(label: "m", dimensions: [("k", "a\"b\\c\nd")]).set(1.5)
    #expect(registry.text() == "m{k=\"a\\\"b\\\\c\\nd\"} 1.5\n")
  }
}
