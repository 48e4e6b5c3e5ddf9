import Glibc
import HeqiDomain
import HeqiPorts
import Synchronization
import Testing

@testable import HeqiProviders

@Suite("Host names: looked up apart from everything else")
struct HostNamesTests {
  private static let address = HostAddress(bytes: [192, 0, 2, 1], text: "192.0.2.1")

  /// A look-up that stays away until it is let go.
  private final class Gate: Sendable {
    private let isOpen = Mutex(false)
    let asked = Mutex<[String]>([])
    func open() { isOpen.withLock { $0 = true } }
    func pass() { while !isOpen.withLock({ $0 }) { sched_yield() } }
  }

  @Test("an address needs no look-up, and a name is asked for once in ten seconds however many want it")
  func once() async throws {
    let gate = Gate()
    gate.open()
    let clock = StandingClock()
    let names = HostNames(clock: clock) { host in
      gate.asked.withLock { $0.append(host) }
      return [Self.address]
    }
    #expect(try await names.addresses(of: "127.1", within: .seconds(60)).first?.text == "127.0.0.1")
    #expect(try await names.addresses(of: "::1", within: .seconds(60)).first?.bytes.count == 16)
    try await withThrowingTaskGroup(of: [HostAddress].self) { group in
      for _ in 0..<20 { group.addTask { try await names.addresses(of: "shop.example", within: .seconds(60)) } }
      for try await found in group { #expect(found == [Self.address]) }
    }
    #expect(gate.asked.withLock { $0 } == ["shop.example"])
    clock.advance(.seconds(11))
    _ = try await names.addresses(of: "shop.example", within: .seconds(60))
    #expect(gate.asked.withLock { $0.count } == 2)
  }

  @Test("names that nobody answers for hold up no name that was found before, and their callers leave at the limit")
  func apart() async throws {
    let gate = Gate()
    defer { gate.open() }
    let clock = StandingClock()
    let names = HostNames(clock: clock, threads: 2) { host in
      if host.hasPrefix("slow") { gate.pass() }
      return [Self.address]
    }
    _ = try await names.addresses(of: "shop.example", within: .seconds(60))
    for index in 0..<4 {
      await #expect(throws: ProviderError(.retryable, provider: "callback", message: "")) {
        try await names.addresses(of: "slow\(index).example", within: .milliseconds(20))
      }
    }
    // What is known has run out, so it is asked for again, on threads of its own.
    clock.advance(.seconds(11))
    #expect(try await names.addresses(of: "shop.example", within: .seconds(60)) == [Self.address])
  }

  @Test("a name without an address is a failure that may pass")
  func unknown() async throws {
    let names = HostNames(clock: StandingClock()) { _ in throw HostAddress.none }
    await #expect(throws: HostAddress.none) { try await names.addresses(of: "nowhere.invalid", within: .seconds(60)) }
  }
}
