package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
import HeqiStorage

/// The vendors of one port, asked one after the other in the order in force (M-035). The order is read at each call, so that
/// a change counts at once, on every node.
package struct VendorChain<Vendor: Sendable>: Sendable {
  /// An answer, whose it is, and who failed before.
  package struct Outcome<Answer: Sendable>: Sendable {
    package let answer: Answer
    package let vendor: String
    /// `tencent: retryable (no answer within 5 seconds)`, in the order of asking; without personal data.
    package let passedOver: [String]
  }

  package let port: VendorPort
  /// In the order of the settings.
  package let links: [VendorLink]
  private let vendors: [String: Vendor]
  private let engine: any SQLEngine
  private let clock: any WallClock

  /// - Parameter vendors: names and adapters in the order of the settings.
  package init(
    _ port: VendorPort, _ vendors: [(name: String, vendor: Vendor)], engine: any SQLEngine, clock: any WallClock
  ) {
    self.port = port
    links = vendors.map { VendorLink(port, $0.name) }
    self.vendors = Dictionary(vendors.map { ($0.name, $0.vendor) }) { first, _ in first }
    self.engine = engine
    self.clock = clock
  }

  package var isEmpty: Bool { links.isEmpty }
  package subscript(name: String) -> Vendor? { vendors[name] }

  /// Those that are on, in order, but for the ones named.
  package func chosen(besides left: Set<String> = []) async throws(ProviderError) -> [VendorLink] {
    let plan: VendorPlan?
    do {
      plan = try await engine.read { [port] in try VendorPlanStore().current(port, in: $0) }
    } catch {
      throw ProviderError(.retryable, provider: port.rawValue, message: "the order of vendors could not be read")
    }
    return VendorPlan.chosen(links.map(\.name), by: plan).filter { !left.contains($0) }
      .compactMap { name in links.first { $0.name == name } }
  }

  /// The first answer; a vendor that fails or refuses gives way to the next. Throws the last error with what each one said,
  /// or `unavailable` when none is on.
  package func first<Answer: Sendable>(
    besides left: Set<String> = [], _ call: (Vendor) async throws(ProviderError) -> Answer
  ) async throws(ProviderError) -> Outcome<Answer> {
    var passedOver: [String] = []
    var last = ProviderError(.unavailable, provider: port.rawValue, message: "no vendor is on")
    for link in try await chosen(besides: left) {
      guard let vendor = vendors[link.name] else { continue }
      do throws(ProviderError) {
        let answer = try await link.call(clock) { () async throws(ProviderError) -> Answer in try await call(vendor) }
        return Outcome(answer: answer, vendor: link.name, passedOver: passedOver)
      } catch {
        passedOver.append("\(link.name): \(error.kind.rawValue) (\(error.message))")
        last = error
      }
    }
    guard !passedOver.isEmpty else { throw last }
    throw ProviderError(
      last.kind, provider: last.provider, message: passedOver.joined(separator: "; "), reference: last.reference)
  }

  /// What this very vendor answers, be it on or off: for what was begun with it.
  package func ask<Answer: Sendable>(
    _ name: String, _ call: (Vendor) async throws(ProviderError) -> Answer
  ) async throws(ProviderError) -> Answer {
    guard let vendor = vendors[name], let link = links.first(where: { $0.name == name }) else {
      throw ProviderError(.unavailable, provider: port.rawValue, message: "\(name) is no longer configured")
    }
    return try await link.call(clock) { () async throws(ProviderError) -> Answer in try await call(vendor) }
  }
}
