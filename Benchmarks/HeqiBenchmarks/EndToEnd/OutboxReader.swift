internal import Foundation

/// Codes out of `/dev/outbox.json`, for everybody who waits; asks only while somebody does.
///
/// Shared state: who waits, and the codes seen.
actor OutboxReader {
  private struct Message: Decodable {
    let to: String
    let body: String
    let code: String?
  }
  /// Between two looks.
  private static let pause = Duration.milliseconds(50)
  private static let secondsMax = 60
  private let site: WebSite
  private var codes: [String: String] = [:]
  private var waiting: [String: CheckedContinuation<String, any Error>] = [:]
  private var isReading = false

  init(_ site: WebSite) { self.site = site }

  /// The code sent to a mobile number for signing the contract of that title, or for anything else when it is empty.
  func code(for mobile: String, title: String = "") async throws -> String {
    let key = "\(mobile) \(title)"
    if let code = codes.removeValue(forKey: key) { return code }
    if !isReading {
      isReading = true
      Task { await readWhileAwaited() }
    }
    return try await withCheckedThrowingContinuation { waiting[key] = $0 }
  }

  private func readWhileAwaited() async {
    var end = ContinuousClock.now + .seconds(Self.secondsMax)
    while !waiting.isEmpty {
      do {
        if try await read() > 0 { end = ContinuousClock.now + .seconds(Self.secondsMax) }
        guard ContinuousClock.now < end else { throw LoadError("no code came for \(waiting.keys.sorted().joined(separator: ", "))") }
        try await Task.sleep(for: Self.pause)
      } catch {
        for (key, continuation) in waiting {
          waiting[key] = nil
          continuation.resume(throwing: error)
        }
      }
    }
    isReading = false
  }

  /// Hands out what is new; returns how many got their code.
  private func read() async throws -> Int {
    var visitor = WebVisitor(site, address: "10.255.0.1")
    let answer = try await visitor.get("/dev/outbox.json")
    guard answer.status == 200 else { throw LoadError("/dev/outbox.json → \(answer.status)") }
    var served = 0
    // Newest first: the first code for a key is the valid one.
    for message in try JSONDecoder().decode([Message].self, from: answer.bytes) {
      guard let code = message.code, let continuation = waiting.removeValue(forKey: Self.key(message)) else { continue }
      continuation.resume(returning: code)
      served += 1
    }
    return served
  }

  private static func key(_ message: Message) -> String {
    let mobile = message.to.filter(\.isNumber).suffix(11)
    guard let start = message.body.range(of: "《"), let end = message.body.range(of: "》") else { return "\(mobile) " }
    return "\(mobile) \(message.body[start.upperBound..<end.lowerBound])"
  }
}
