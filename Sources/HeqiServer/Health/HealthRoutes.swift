package import HeqiApplication
package import HeqiDomain
package import HeqiHTTPKit
package import Hummingbird
package import HeqiSQL

/// `/healthz` (the process answers), `/readyz` (it can do its work), `/metrics` (Prometheus text).
/// Added before the request pipeline, so that probes neither need cookies nor count as visitors.
package struct HealthRoutes: Sendable {
  let engine: any SQLEngine
  let metrics: MetricsRegistry
  /// Free bytes of the data disk; `nil` when the system does not say.
  let freeBytes: @Sendable () -> Int64?
  /// Open streams of server-sent events.
  let streamCount: @Sendable () async -> Int
  /// Callbacks by state; `dead` above zero is the alarm of 50002.
  let callbackCounts: @Sendable () async -> [CallbackState: Int]
  /// Archive rows by state; `FAILED` above zero is the alarm of 50003.
  let archiveCounts: @Sendable () async -> [ArchiveState: Int]
  /// Outside services; a breaker that is open shows here.
  let vendors: [VendorLink]

  /// Below this much free space the server says it is not ready to take new files (100 MiB).
  package static let freeBytesMin: Int64 = 100 << 20

  package init(
    engine: any SQLEngine, metrics: MetricsRegistry, freeBytes: @escaping @Sendable () -> Int64?,
    streamCount: @escaping @Sendable () async -> Int,
    callbackCounts: @escaping @Sendable () async -> [CallbackState: Int],
    archiveCounts: @escaping @Sendable () async -> [ArchiveState: Int], vendors: [VendorLink] = []
  ) {
    self.engine = engine
    self.metrics = metrics
    self.freeBytes = freeBytes
    self.streamCount = streamCount
    self.callbackCounts = callbackCounts
    self.archiveCounts = archiveCounts
    self.vendors = vendors
  }

  package func add(to router: Router<HeqiRequestContext>) {
    router.get("healthz") { _, _ in "ok\n" }
    router.get("readyz") { _, _ in await readiness() }
    router.get("metrics") { _, _ in
      let streams = "heqi_live_streams \(await streamCount())\n"
      let callbacks = await callbackCounts().sorted { $0.key.rawValue < $1.key.rawValue }
        .map { "heqi_callbacks{state=\"\($0.key.rawValue)\"} \($0.value)\n" }.joined()
      let archives = await archiveCounts().sorted { $0.key.rawValue < $1.key.rawValue }
        .map { "heqi_archives{state=\"\($0.key.rawValue)\"} \($0.value)\n" }.joined()
      return Response(
        status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text() + streams + callbacks + archives + VendorMetrics.text(vendors))))
    }
  }

  private func readiness() async -> Response {
    var faults: [String] = []
    do { _ = try await engine.read { try $0.query("SELECT 1 AS one", []) } } catch { faults.append("database") }
    if let free = freeBytes(), free < Self.freeBytesMin { faults.append("disk") }
    let body = faults.isEmpty ? "ready\n" : "not ready: \(faults.joined(separator: ", "))\n"
    return Response(
      status: faults.isEmpty ? .ok : .serviceUnavailable, headers: [.contentType: "text/plain; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
  }
}
