import HeqiDomain
import Testing

@Suite("Figures of the dashboard")
struct FigureValueTests {
  @Test("median and p90 are ranks, not means")
  func ranks() throws {
    let times = try #require(ContractFigures.TimeToSign((1...10).reversed().map { .seconds($0) }))
    #expect(times.median == .seconds(5) && times.p90 == .seconds(9) && times.count == 10)
    let one = try #require(ContractFigures.TimeToSign([.seconds(7)]))
    #expect(one.median == .seconds(7) && one.p90 == .seconds(7))
    #expect(ContractFigures.TimeToSign([]) == nil)
  }

  @Test("months follow one another over the year in China Standard Time")
  func months() throws {
    // 2026-01-31 16:30 UTC is 1 February in China.
    let now = try #require(CivilTime.instant(year: 2026, month: 2, day: 1)).adding(.seconds(1800))
    let months = ContractFigures.Month.last(12, at: now)
    #expect(months.first?.year == 2025 && months.first?.month == 3 && months.last?.month == 2)
    #expect(zip(months, months.dropFirst()).allSatisfy { $0.end == $1.start })
    #expect(months.last.map { $0.start < now && now < $0.end } == true)
  }
}
