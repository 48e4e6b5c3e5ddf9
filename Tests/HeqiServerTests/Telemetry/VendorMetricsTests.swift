import HeqiApplication
import HeqiDomain
import Testing

@testable import HeqiServer

@Suite("Metrics of outside services")
struct VendorMetricsTests {
  @Test("each breaker shows the one state it is in, and calls are counted by outcome")
  func text() {
    let lines = VendorMetrics.text([VendorLink(.face, "tencent")]).split(separator: "\n")
    #expect(lines.contains(#"heqi_vendor_breaker{port="face",vendor="tencent",state="closed"} 1"#))
    #expect(lines.contains(#"heqi_vendor_breaker{port="face",vendor="tencent",state="open"} 0"#))
    #expect(lines.contains(#"heqi_vendor_calls_total{port="face",vendor="tencent",outcome="failed"} 0"#) && lines.count == 7)
    #expect(VendorMetrics.text([]).isEmpty)
  }
}
