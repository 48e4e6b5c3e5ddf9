internal import ArgumentParser
internal import Foundation

/// The mix of the open API against a running server: its data is made first, then each rate is held for a while.
struct APIMix: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "api-mix")

  @Option(help: "Port of the server on 127.0.0.1.") var port: UInt16
  @Option(help: "A client as id:secret; repeat for more.") var client: [String] = []
  @Option(help: "Contracts made before the clock starts.") var contracts = 3_000
  @Option(help: "Requests a second; repeat for more, each for itself. 0 sends as fast as answers come.") var rate: [Double] = [1_000]
  @Option(help: "Seconds of each rate.") var seconds = 20.0
  @Option(help: "Connections.") var connections = 64
  @Option(help: "Name of this run, for business numbers.") var name = "mix"
  @Option(help: "One kind of request in place of the mix, such as sign-url.") var only: String?
  @Flag(help: "Only ask for `/` without signatures: what the client itself and a bare server can do.") var bare = false
  @Option(help: "Seconds of each rate after the first; the climb ends at the first with a 99th percentile above 50 ms.")
  var climbSeconds: Double?
  @Option(help: "The server's process, to tell what a request costs it.") var pid: Int32?

  func run() async throws {
    if bare { return try await measure(BareSource()) }
    let callers = client.map { text in
      let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
      return APICaller(id: parts[0], secret: parts.last ?? "")
    }
    var source = APIMixSource(callers, run: name, only: only)
    let files = callers.count * 8
    source.seed(files: files, contracts: contracts)
    let loop = OpenLoop(port: port, connections: 16, rate: nil)
    for count in [files, contracts] { try check(try loop.run(&source, count: count)) }
    source.mix()
    // Profilers and clocks start here.
    FileHandle.standardError.write(Data("seeded\n".utf8))
    try await Task.sleep(for: .seconds(2))
    try await measure(source)
  }

  private func measure(_ start: some LoadSource) async throws {
    var source = start
    for (index, rate) in rate.enumerated() {
      let seconds = index == 0 ? seconds : climbSeconds ?? seconds
      let count = Int((rate > 0 ? rate : 5_000) * seconds)
      let before = processorSeconds
      let outcome = try OpenLoop(port: port, connections: connections, rate: rate > 0 ? rate : nil).run(&source, count: count)
      let cost = (processorSeconds - before) * 1000 / Double(count)
      try check(outcome)
      let all = Measurement(name: "all", operations: count, elapsed: outcome.elapsed, latencies: outcome.latencies)
      let totals = (source as? APIMixSource).map { #", "requests": \#($0.number), "contracts": \#($0.contracts.count)"# } ?? ""
      print(all.json.dropLast() + #", "cpuMs": \#(String(format: "%.3f", cost))\#(totals)}"#)
      for (kind, latencies) in outcome.kinds.sorted(by: { $0.key < $1.key }) {
        print(Measurement(name: kind, operations: latencies.count, elapsed: outcome.elapsed, latencies: latencies).json)
      }
      fflush(nil)
      if climbSeconds != nil, all.p99 > .milliseconds(50) { return }
      try await Task.sleep(for: .seconds(1))
    }
  }

  /// Of the server (proc(5): utime, stime).
  private var processorSeconds: Double {
    guard let pid, let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8), let end = text.lastIndex(of: ")") else { return 0 }
    let fields = text[end...].split(separator: " ")
    return fields[12...13].reduce(0) { $0 + (Double($1) ?? 0) } / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  private func check(_ outcome: OpenLoop.Outcome) throws {
    guard outcome.faults.isEmpty else {
      let lines = outcome.faults.map { "\($0.value.count) × \($0.key), such as \($0.value[0])" }
      throw LoadError("wrong answers:\n\(lines.joined(separator: "\n"))")
    }
  }
}

/// The same client asking a server that does nothing.
private struct BareSource: LoadSource {
  mutating func next(into bytes: inout [UInt8]) {
    bytes = Array("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8)
  }

  mutating func fault(of ask: (), status: Int, body: ArraySlice<UInt8>) -> String? { status == 200 ? nil : "\(status)" }
  func kind(of ask: ()) -> String { "bare" }
}
