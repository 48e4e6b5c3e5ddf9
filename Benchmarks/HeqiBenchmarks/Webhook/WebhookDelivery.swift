internal import ArgumentParser
internal import Foundation
internal import HeqiApplication
internal import HeqiDomain
internal import HeqiPorts
internal import HeqiProviders
internal import HeqiSQL
internal import HeqiSQLite
internal import HeqiStorage
internal import HeqiWorkers
internal import Logging

/// Callbacks to 1,000 endpoints of which a tenth hangs and a tenth fails, by the worker, the bulkheads, the sender and the
/// tables of the server: first as events arrive at a rate, each written in a transaction of its own; then a queue that is
/// there at once; and beside them the sender alone.
struct WebhookDelivery: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "webhook")

  @Option(help: "Folder on the disk to measure.") var folder: String
  @Option(help: "Endpoints.") var endpoints = 1_000
  @Option(help: "Events a second, to all endpoints alike.") var rate = 1_400.0
  @Option(help: "Seconds in which events arrive.") var seconds = 20.0
  @Option(help: "Deliveries that wait at once in the second part; 0 leaves it out.") var backlog = 20_000
  @Option(help: "Calls at once of the sender alone.") var width = 64

  func run() async throws {
    let stage = try await WebhookStage(folder: folder, endpoints: endpoints)
    let worker = CallbackWorker(
      deliver: stage.deliver, logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
    let running = Task { try await worker.run() }
    try await steady(stage)
    if backlog > 0 { try await drain(stage) }
    running.cancel()
    try await running.value
    try await alone(stage)
    try await stage.close()
  }

  /// Events when they are due, whatever has become of those before.
  private func steady(_ stage: WebhookStage) async throws {
    let count = Int(rate * seconds)
    let begin = ContinuousClock.now
    let due = try await withThrowingTaskGroup(of: Void.self) { group in
      var times: [ContinuousClock.Instant] = []
      for number in 0..<count {
        let time = begin + .nanoseconds(Int64(Double(number) / rate * 1e9))
        times.append(time)
        if time > .now { try await Task.sleep(until: time, clock: .continuous) }
        group.addTask { try await stage.write(number) }
      }
      try await group.waitForAll()
      return times
    }
    let healthy = (0..<count).count { stage.manner($0) == .healthy }
    try await stage.wait(for: healthy)
    let arrivals = stage.receiver.arrivals()
    let delays = arrivals.map { $0.at - due[$0.number] }
    let elapsed = (arrivals.map(\.at).max() ?? begin) - begin
    print(Measurement(name: "steady", operations: healthy, elapsed: elapsed, latencies: delays).json)
    fflush(nil)
    try stage.check()
  }

  /// Everything is due at once, and healthy endpoints wait among the others.
  private func drain(_ stage: WebhookStage) async throws {
    stage.receiver.forget()
    let begin = ContinuousClock.now
    try await stage.write(numbers: 1_000_000..<(1_000_000 + backlog))
    let written = ContinuousClock.now
    let healthy = (1_000_000..<(1_000_000 + backlog)).count { stage.manner($0) == .healthy }
    try await stage.wait(for: healthy)
    let arrivals = stage.receiver.arrivals().map(\.at)
    let elapsed = (arrivals.max() ?? written) - (arrivals.min() ?? begin)
    print(Measurement(name: "backlog", operations: healthy, elapsed: elapsed, latencies: arrivals.map { $0 - begin }).json)
    fflush(nil)
    try stage.check()
  }

  /// The same calls to healthy endpoints without tables, order or places.
  private func alone(_ stage: WebhookStage) async throws {
    stage.receiver.forget()
    let count = 10_000
    let begin = ContinuousClock.now
    let turnstile = Turnstile(count: count)
    let latencies = try await withThrowingTaskGroup(of: [Duration].self) { group in
      for _ in 0..<width {
        group.addTask {
          var latencies: [Duration] = []
          while let number = await turnstile.take() {
            let start = ContinuousClock.now
            try await stage.call(2_000_000 + number)
            latencies.append(ContinuousClock.now - start)
          }
          return latencies
        }
      }
      return try await group.reduce(into: [Duration]()) { $0 += $1 }
    }
    print(Measurement(name: "sender alone", operations: count, elapsed: ContinuousClock.now - begin, latencies: latencies).json)
    try stage.check()
  }
}
