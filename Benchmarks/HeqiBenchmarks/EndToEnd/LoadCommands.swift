internal import ArgumentParser
internal import Foundation
internal import PAdES

/// What the commands under `EndToEnd` share.
struct LoadOptions: ParsableArguments {
  @Option(help: "Address of the server, in evaluation mode, trusting X-Forwarded-For from here.") var url: String
  @Option(help: "File of people made by `people`.") var people: String
  @Option(help: "Clients at once.") var clients = 16

  func load() throws -> [BenchPerson] {
    try JSONDecoder().decode([BenchPerson].self, from: Data(contentsOf: URL(fileURLWithPath: people)))
  }
}

/// Registers people, has them verified, and keeps their open sessions in a file.
struct People: AsyncParsableCommand {
  @OptionGroup var options: LoadOptions
  @Option(help: "How many.") var count = 8

  func run() async throws {
    try await WebSite.with(options.url, connections: options.clients) { site in
      let outbox = OutboxReader(site)
      let people = try await withThrowingTaskGroup(of: BenchPerson.self) { group in
        for number in 0..<count {
          group.addTask {
            var person = BenchPerson(number: number)
            try await person.register(site, outbox, number: number)
            return person
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      var reviewer = try await BenchReviewer(site, password: "Heqi-Evaluation-1")
      let end = ContinuousClock.now + .seconds(120)
      for person in people {
        while try await !isVerified(person, site) {
          guard ContinuousClock.now < end else { throw LoadError("\(person.mobile) is not verified after two minutes") }
          if try await reviewer.approveAll() == 0 { try await Task.sleep(for: .milliseconds(200)) }
        }
      }
      try JSONEncoder().encode(people.sorted { $0.mobile < $1.mobile }).write(to: URL(fileURLWithPath: options.people))
    }
  }

  private func isVerified(_ person: BenchPerson, _ site: WebSite) async throws -> Bool {
    var visitor = person.visitor(site, address: "10.252.0.1")
    return try await visitor.get("/account/verification").text.contains("id=\"certificate-title\"")
  }
}

/// Hands out numbers to clients until the work is done or the time is over.
///
/// Shared state: the next number.
actor Turnstile {
  private var next = 0
  private let count: Int
  private let end: ContinuousClock.Instant?

  init(count: Int = .max, until end: ContinuousClock.Instant? = nil) {
    self.count = count
    self.end = end
  }

  func take() -> Int? {
    guard next < count, end.map({ ContinuousClock.now < $0 }) ?? true else { return nil }
    defer { next += 1 }
    return next
  }
}

extension LoadOptions {
  /// Runs `body` by `clients` tasks until the turnstile closes; the results in no order.
  func run<Result: Sendable>(
    _ turnstile: Turnstile, _ body: @escaping @Sendable (Int) async throws -> Result
  ) async throws -> [Result] {
    try await withThrowingTaskGroup(of: [Result].self) { group in
      for _ in 0..<clients {
        group.addTask {
          var results: [Result] = []
          while let number = await turnstile.take() { results.append(try await body(number)) }
          return results
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  /// The journey of a number, between two of the people.
  func journey(_ number: Int, _ people: [BenchPerson], _ site: WebSite, _ outbox: OutboxReader, run: String) -> ContractJourney {
    ContractJourney(
      site: site, outbox: outbox, title: "基准合同 \(run)-\(number)", initiator: people[number % people.count],
      receiver: people[(number + 1 + number / people.count % (people.count - 1)) % people.count],
      address: "10.\(number / 62_500 % 250).\(number / 250 % 250).\(number % 250 + 1)")
  }
}

/// Signatures over HTTP: the request that signs, until it is stored and committed.
struct SignEndToEnd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "sign-e2e")
  @OptionGroup var options: LoadOptions
  @Option(help: "Signatures to prepare and then to make.") var count = 480
  @Option(help: "Name of this run, for titles.") var name = "s"
  @Option(help: "Folder that receives the signed files.") var folder: String

  func run() async throws {
    let people = try options.load()
    let pdf = EngineSamples.contract
    try await WebSite.with(options.url, connections: options.clients * 2) { site in
      let outbox = OutboxReader(site)
      let prepared = try await options.run(Turnstile(count: count)) { number in
        let journey = options.journey(number, people, site, outbox, run: name)
        let path = try await journey.start(pdf)
        return (number, journey, path, try await journey.prepareToSign(path, as: journey.initiator))
      }
      // What the preparation left to the workers is done before the clock starts.
      try await Task.sleep(for: .seconds(2))
      // For profilers, which are to see the signing alone.
      FileHandle.standardError.write(Data("prepared\n".utf8))
      let begin = ContinuousClock.now
      let latencies = try await options.run(Turnstile(count: count)) { index in
        let (_, journey, _, form) = prepared[index]
        let start = ContinuousClock.now
        try await journey.sign(form, as: journey.initiator)
        return ContinuousClock.now - start
      }
      print(Measurement(name: "sign-e2e", operations: count, elapsed: ContinuousClock.now - begin, latencies: latencies).json)
      _ = try await options.run(Turnstile(count: count)) { index in
        let (number, journey, path, _) = prepared[index]
        try await journey.download(path, isComplete: false, to: folder, number: number)
      }
    }
  }
}

/// Whole contracts over HTTP: file, receiver, places, settings, two signatures with codes, evidence.
struct EnvelopeEndToEnd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "envelope-e2e")
  @OptionGroup var options: LoadOptions
  @Option(help: "Seconds in which contracts are begun; all of them are then finished.") var seconds = 15
  @Option(help: "Name of this run, for titles.") var name = "e"
  @Option(help: "Folder that receives the files of every contract.") var folder: String

  func run() async throws {
    let people = try options.load()
    let pdf = EngineSamples.contract
    try await WebSite.with(options.url, connections: options.clients * 2) { site in
      let outbox = OutboxReader(site)
      let begin = ContinuousClock.now
      let done = try await options.run(Turnstile(until: begin + .seconds(seconds))) { number in
        let journey = options.journey(number, people, site, outbox, run: name)
        let start = ContinuousClock.now
        let path = try await journey.start(pdf)
        for person in [journey.initiator, journey.receiver] {
          try await journey.sign(try await journey.prepareToSign(path, as: person), as: person)
        }
        try await journey.completion(path)
        return (number, journey, path, ContinuousClock.now - start)
      }
      print(
        Measurement(
          name: "envelope-e2e", operations: done.count, elapsed: ContinuousClock.now - begin, latencies: done.map(\.3)
        ).json)
      _ = try await options.run(Turnstile(count: done.count)) { index in
        let (number, journey, path, _) = done[index]
        try await journey.download(path, isComplete: true, to: folder, number: number)
      }
    }
  }
}
