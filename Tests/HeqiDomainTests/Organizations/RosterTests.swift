import HeqiDomain
import Testing

/// F-056 to F-059, B-32.
@Suite("Roster")
struct RosterTests {
  private func row(
    _ place: String = "第 2 行", company: String = "企业 1", _ department: String = "部门 1", parent: String = "", name: String = "叶小三",
    mobile: String = "13812341234", email: String = ""
  ) -> Roster.Row {
    Roster.Row(place: place, company: company, department: department, parent: parent, name: name, mobile: mobile, email: email)
  }

  private func faults(_ rows: [Roster.Row]) -> [String] {
    if case .failure(let faults) = CheckedRoster.check(Roster(rows: rows)) { faults.faults.map { "\($0.place) \($0.message.chinese)" } } else { [] }
  }

  @Test("every bad row is named with its place and reason")
  func bad() {
    #expect(faults([]) == ["— 文件中没有人员或部门。"])
    #expect(
      faults([
        row("第 2 行", company: ""), row("第 3 行", mobile: "138"), row("第 4 行", name: "1"), row("第 5 行", email: "x"),
        row("第 6 行", "", parent: "部门 1"), row("第 7 行", parent: "没有"), row("第 8 行", name: "", mobile: "13812341234"),
      ]) == [
        "第 2 行 企业名称缺失或超过 100 字。", "第 3 行 “叶小三”的手机号码缺失或无效。", "第 4 行 姓名“1”无效。", "第 5 行 “叶小三”的邮箱无效。",
        "第 6 行 填写了上级部门，但没有部门。", "第 7 行 部门“部门 1”的上级部门前后不一致。", "第 8 行 缺少姓名。",
      ])
  }

  @Test("one number under two names, and a person twice in a department, are faults; several departments are not (B-32)")
  func doubles() throws {
    #expect(faults([row(), row("第 3 行", name: "陈例")]) == ["第 3 行 手机号码与前面的“叶小三”相同。"])
    #expect(faults([row(), row("第 3 行")]) == ["第 3 行 “叶小三”在同一部门出现两次。"])
    let checked = try CheckedRoster.check(Roster(group: "某集团", rows: [row(), row("第 3 行", "部门 2")])).get()
    #expect(checked.people.count == 1 && checked.people[0].units.map(\.department) == ["部门 1", "部门 2"])
    #expect(checked.group == "某集团")
  }

  @Test("parents come before children whatever the order of rows; missing parents and circles are faults")
  func tree() throws {
    let rows = [row("1", "部门 3", parent: "部门 1"), row("2", "部门 1", name: "", mobile: "")]
    let checked = try CheckedRoster.check(Roster(rows: rows)).get()
    #expect(checked.units.map(\.key.department) == ["", "部门 1", "部门 3"])
    #expect(faults([row("1", "甲", parent: "乙")]) == ["1 没有上级部门“乙”。"])
    let circle = [row("1", "甲", parent: "乙", name: "", mobile: ""), row("2", "乙", parent: "甲", name: "", mobile: "")]
    #expect(faults(circle).allSatisfy { $0.contains("循环") } && faults(circle).count == 2)
  }

  @Test("too many levels are refused", arguments: [(11, true), (12, false)])
  func depth(levels: Int, fits: Bool) {
    let rows = (1...levels).map { row("\($0)", "部门 \($0)", parent: $0 == 1 ? "" : "部门 \($0 - 1)", name: "", mobile: "") }
    #expect(faults(rows).isEmpty == fits)
  }

  @Test("a pull is due at 06:00 and 18:00 in China, once each (F-057)", arguments: [
    (5, 59, 18, false), (6, 0, 18, true), (17, 59, 6, false), (18, 0, 6, true), (23, 0, 18, false),
  ])
  func schedule(hour: Int, minute: Int, lastHour: Int, isDue: Bool) throws {
    let now = try #require(CivilTime.instant(year: 2026, month: 11, day: 21, hour: hour, minute: minute))
    let day = lastHour > hour ? 20 : 21
    let last = try #require(CivilTime.instant(year: 2026, month: 11, day: day, hour: lastHour))
    #expect(DirectorySchedule.isDue(lastTried: last, at: now) == isDue)
    #expect(DirectorySchedule.isDue(lastTried: nil, at: now))
  }
}
