import HeqiDomain
import Testing

@Suite("Review tasks and their working-day clock")
struct ReviewTaskTests {
  private func noon(_ month: Int, _ day: Int, _ hour: Int = 12) -> Instant {
    CivilTime.instant(year: 2026, month: month, day: day, hour: hour)!
  }

  @Test("two working days pass over weekends, holidays and moved working days", arguments: [
    (11, 20, 11, 24), (11, 21, 11, 24), (11, 18, 11, 20), (9, 30, 10, 9), (2, 12, 2, 14), (2, 13, 2, 24), (12, 31, 1, 5),
  ])
  func due(month: Int, day: Int, dueMonth: Int, dueDay: Int) throws {
    let year = dueMonth < month ? 2027 : 2026
    let expected = try #require(CivilTime.instant(year: year, month: dueMonth, day: dueDay)).adding(.seconds(86_400))
    #expect(WorkingCalendar.china.due(after: 2, from: noon(month, day)) == expected)
  }

  @Test("the civil day changes at midnight in China")
  func midnight() {
    #expect(WorkingCalendar.day(of: noon(11, 20, 23)) + 1 == WorkingCalendar.day(of: noon(11, 21, 0)))
    #expect(WorkingCalendar.weekday(of: WorkingCalendar.day(of: noon(11, 21))) == 5)
  }

  private let task = ReviewTask(
    id: Sample.id(7), tenantID: "main", kind: .face, accountID: Sample.account.id, verificationID: Sample.id(2),
    openedAt: Sample.now, dueAt: Sample.now.adding(.seconds(100)))

  @Test("a second reviewer is kept out until the claim lapses")
  func claims() throws {
    let claimed = try ReviewTaskLifecycle.claim(task, by: Sample.reviewer, at: Sample.now)
    #expect(throws: IdentityError(.takenByAnother)) {
      _ = try ReviewTaskLifecycle.claim(claimed, by: Sample.id(8), at: Sample.now.adding(.seconds(1799)))
    }
    let taken = try ReviewTaskLifecycle.claim(claimed, by: Sample.id(8), at: Sample.now.adding(.seconds(1800)))
    #expect(taken.state == .claimed(by: Sample.id(8), until: Sample.now.adding(.seconds(3600))))
  }

  @Test("a decided task stays decided and nobody decides their own")
  func decisions() throws {
    #expect(throws: IdentityError(.ownCase)) {
      _ = try ReviewTaskLifecycle.claim(task, by: Sample.account.id, at: Sample.now)
    }
    let decided = try ReviewTaskLifecycle.decide(task, by: Sample.reviewer, approved: true, reason: "一致", at: Sample.now)
    #expect(throws: IdentityError(.taskClosed)) {
      _ = try ReviewTaskLifecycle.decide(decided, by: Sample.reviewer, approved: false, reason: "再看", at: Sample.now)
    }
    #expect(ReviewTaskLifecycle.withdraw(decided, at: Sample.now) == decided)
    #expect(!decided.isOverdue(at: Sample.now.adding(.seconds(200))))
    #expect(task.isOverdue(at: Sample.now.adding(.seconds(101))) && !task.isOverdue(at: task.dueAt))
  }
}
