internal import ArgumentParser
internal import Foundation
internal import HeqiDomain
internal import HeqiSQL
internal import HeqiSQLite
internal import HeqiStorage

/// Durable appends of one event of about 400 bytes each, by several writers at once, on SQLite.
struct AuditAppend: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "audit-append")

  @Option(help: "Writers at once.") var writers = 16
  @Option(help: "Seconds to run.") var seconds = 5
  @Option(help: "Folder on the disk to measure.") var folder = NSTemporaryDirectory()

  func run() async throws {
    let file = folder + "/audit-\(ProcessInfo.processInfo.processIdentifier).sqlite"
    defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + suffix) } }
    let engine = try SQLiteEngine(path: file)
    try await HeqiMigrations.run(on: engine, at: Instant(seconds: 1_800_000_000))
    let begin = ContinuousClock.now
    let end = begin + .seconds(seconds)
    let latencies = try await withThrowingTaskGroup(of: [Duration].self) { group in
      for writer in 0..<writers { group.addTask { try await write(writer, on: engine, until: end) } }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let elapsed = ContinuousClock.now - begin
    await engine.close()
    let name = "audit-append-\(writers)"
    print(Measurement(name: name, operations: latencies.count, elapsed: elapsed, latencies: latencies).json)
  }

  /// Each writer appends to subjects of its own, as contracts do.
  private func write(
    _ writer: Int, on engine: SQLiteEngine, until end: ContinuousClock.Instant
  ) async throws -> [Duration] {
    let store = EventStore()
    var latencies: [Duration] = []
    var count = 0
    while ContinuousClock.now < end {
      let event = Self.event(writer: writer, count: count)
      let start = ContinuousClock.now
      _ = try await engine.write { connection in try store.append(event, in: connection) }
      latencies.append(ContinuousClock.now - start)
      count += 1
    }
    return latencies
  }

  private static func event(writer: Int, count: Int) -> Event {
    // The first two bytes lose bits to the UUID's version.
    let random = [0, 0, UInt8(truncatingIfNeeded: writer)] + (0..<7).map { UInt8(truncatingIfNeeded: count >> ($0 * 7)) }
    let instant = Instant(microseconds: 1_800_000_000_000_000 + Int64(count))
    return Event(
      id: ID(at: instant, random: random), tenantID: "main", at: instant,
      actor: Actor(kind: .person, id: "0198a000-0000-7000-8000-00000000000\(writer % 10)", maskedName: "林*溪"),
      scene: Scene(
        client: .web, ip: "192.0.2.17", deviceID: "device-\(writer)", userAgent: "Mozilla/5.0 (X11; Linux x86_64)"),
      subject: Event.Subject(kind: "contract", id: "contract-\(writer)-\(count / 14)"), kind: "contract.viewed",
      facts: [
        Event.Fact("title", "房屋租赁合同"), Event.Fact("page", "\(count % 20)"), Event.Fact("digest", "sha256:9f86d081884c"),
      ],
      transactionNo: "A0000000000001")
  }
}
