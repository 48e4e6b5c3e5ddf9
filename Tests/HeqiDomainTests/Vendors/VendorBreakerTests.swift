import Testing

@testable import HeqiDomain

@Suite("Breakers of vendors as a state machine")
struct VendorBreakerTests {
  private static let now = Instant(seconds: 1_800_000_000)
  private static let soon = now.adding(.seconds(10))
  private static let later = now.adding(.seconds(30))

  struct Row: Sendable, CustomTestStringConvertible {
    let from: VendorBreaker.State
    let event: VendorBreaker.Event
    let at: Instant
    let to: VendorBreaker.State
    let isLet: Bool
    var testDescription: String { "\(from) \(event) at +\(at.since(VendorBreakerTests.now)) → \(to)" }
  }

  /// Every state with every event, before and after its time: three failures open it for thirty seconds.
  static let table: [Row] = [
    Row(from: .closed(failures: 0), event: .ask, at: now, to: .closed(failures: 0), isLet: true),
    Row(from: .closed(failures: 2), event: .ask, at: now, to: .closed(failures: 2), isLet: true),
    Row(from: .closed(failures: 2), event: .answer, at: now, to: .closed(failures: 0), isLet: true),
    Row(from: .closed(failures: 0), event: .failure, at: now, to: .closed(failures: 1), isLet: true),
    Row(from: .closed(failures: 2), event: .failure, at: now, to: .open(until: later), isLet: true),
    Row(from: .open(until: later), event: .ask, at: soon, to: .open(until: later), isLet: false),
    Row(from: .open(until: later), event: .ask, at: later, to: .trial(until: later.adding(.seconds(30))), isLet: true),
    Row(from: .open(until: later), event: .answer, at: soon, to: .closed(failures: 0), isLet: true),
    Row(from: .open(until: later), event: .failure, at: soon, to: .open(until: soon.adding(.seconds(30))), isLet: true),
    Row(from: .trial(until: later), event: .ask, at: soon, to: .trial(until: later), isLet: false),
    Row(from: .trial(until: later), event: .ask, at: later, to: .trial(until: later.adding(.seconds(30))), isLet: true),
    Row(from: .trial(until: later), event: .answer, at: soon, to: .closed(failures: 0), isLet: true),
    Row(from: .trial(until: later), event: .failure, at: soon, to: .open(until: soon.adding(.seconds(30))), isLet: true),
  ]

  @Test("each event leads where the table says", arguments: table)
  func leads(row: Row) {
    var breaker = VendorBreaker(failuresMax: 3, openFor: .seconds(30), state: row.from)
    if row.event == .ask { #expect(breaker.admits(at: row.at) == row.isLet) }
    #expect(breaker.take(row.event, at: row.at) == row.isLet)
    #expect(breaker.state == row.to)
  }

  @Test("every state and event stands in the table")
  func whole() {
    for name in VendorBreaker.names {
      for event in VendorBreaker.Event.allCases {
        #expect(Self.table.contains { $0.from.name == name && $0.event == event }, "\(name) \(event)")
      }
    }
  }
}
