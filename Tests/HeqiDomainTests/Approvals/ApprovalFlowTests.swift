import HeqiDomain
import Testing

/// Plans, flows and their refusals (F-083, F-084, T-007, B-29).
@Suite("Approval flows")
struct ApprovalFlowTests {
  private let start = Instant(seconds: 1_800_000_000)

  private func person(_ number: Int) -> ID<Membership> {
    ID(at: start, random: [0, 0, 0, 0, 0, 0, 0, 0, 0, UInt8(number)])
  }

  /// 0 reports to 1, 1 to 2, 2 to 3; 4 to 9 report to nobody.
  private func directory(left: Set<Int> = [], standIns: [Int: Int] = [:]) -> ApprovalDirectory {
    var people: [ID<Membership>: ApprovalDirectory.Person] = [:]
    for number in 0...9 {
      people[person(number)] = ApprovalDirectory.Person(
        isActive: !left.contains(number), managerID: number < 3 ? person(number + 1) : nil,
        standInID: standIns[number].map(person))
    }
    return ApprovalDirectory(people)
  }

  private func node(_ title: String, _ mode: ApprovalMode, _ people: [Int]) -> ApprovalNode {
    ApprovalNode(title: title, mode: mode, approvers: .people(people.map(person)))
  }

  private func flow(_ nodes: ApprovalNode..., in directory: ApprovalDirectory? = nil) throws -> ApprovalFlow {
    let made = try ApprovalPlan(nodes).flow(of: .business, handler: person(0), directory: directory ?? self.directory())
    var flow = try #require(made)
    flow.start(at: start)
    return flow
  }

  private func refusal(_ work: () throws(ApprovalError) -> Void) -> ApprovalError.Code? {
    do throws(ApprovalError) { try work() } catch { return error.code }
    return nil
  }

  @Test("a plan with an empty, doubled or nameless node is refused")
  func plans() {
    func code(_ node: ApprovalNode) -> ApprovalError.Code? {
      refusal { () throws(ApprovalError) in try ApprovalPlan([node]).check() }
    }
    #expect(code(node("法务", .all, [])) == .noApprover)
    #expect(code(node("法务", .all, [4, 4])) == .duplicateApprover)
    #expect(code(node(" ", .all, [4])) == .titleInvalid)
    #expect(code(ApprovalNode(title: "逐级", approvers: .levelByLevel(levels: 0))) == .levelsInvalid)
    #expect(code(node("法务", .all, [4])) == nil)
  }

  @Test("a node whose people have all left stops the plan instead of being skipped")
  func leavers() throws {
    #expect(throws: ApprovalError(.noActiveApprover)) { try flow(node("财务", .all, [4]), in: directory(left: [4])) }
    let rest = try flow(node("财务", .all, [4, 5]), in: directory(left: [4]))
    #expect(rest.holders == [person(5)])
  }

  @Test("逐级 climbs the reporting line and passes over who has left")
  func levels() throws {
    let plan = ApprovalNode(title: "逐级", approvers: .levelByLevel(levels: 2))
    #expect(try flow(plan).steps.map { $0.tasks.map(\.approver) } == [[person(1)], [person(2)]])
    let shorter = try flow(plan, in: directory(left: [1]))
    #expect(shorter.steps.map { $0.tasks.map(\.approver) } == [[person(2)], [person(3)]])
    #expect(throws: ApprovalError(.noSuperior)) { try flow(plan, in: directory(left: [1, 2, 3])) }
  }

  @Test("会签 needs everybody, 或签 one; nodes go one after the other")
  func modes() throws {
    var flow = try flow(node("业务", .all, [4, 5]), node("法务", .any, [6, 7]))
    #expect(refusal { () throws(ApprovalError) in
      try flow.decide(.approved, opinion: "同意", by: person(6), at: start) } == .notYourTurn)
    try flow.decide(.approved, opinion: "同意", by: person(4), at: start)
    #expect(flow.stepsLeft == 2)
    try flow.decide(.approved, opinion: "同意", by: person(5), at: start)
    #expect(flow.stepsLeft == 1)
    try flow.decide(.approved, opinion: "同意", by: person(7), at: start)
    #expect(flow.outcome == .approved)
  }

  @Test("the second of two who decide is told who was first (drill 19)")
  func second() throws {
    var flow = try flow(node("法务", .any, [6, 7]), node("高管", .all, [8]))
    try flow.decide(.approved, opinion: "同意", by: person(6), at: start)
    let before = flow
    #expect(refusal { () throws(ApprovalError) in
      try flow.decide(.rejected, opinion: "不同意", by: person(7), at: start) } == .decidedByOther)
    #expect(refusal { () throws(ApprovalError) in
      try flow.decide(.approved, opinion: "同意", by: person(6), at: start) } == .alreadyDecided)
    #expect(refusal { () throws(ApprovalError) in
      try flow.decide(.approved, opinion: "同意", by: person(9), at: start) } == .notAsked)
    #expect(flow == before)
  }

  @Test("one rejection is final and needs an opinion (B-29)")
  func rejection() throws {
    var flow = try flow(node("业务", .all, [4, 5]))
    #expect(refusal { () throws(ApprovalError) in
      try flow.decide(.rejected, opinion: " ", by: person(4), at: start) } == .opinionMissing)
    try flow.decide(.rejected, opinion: "价格过高", by: person(4), at: start)
    #expect(flow.outcome == .rejected && flow.holders.isEmpty)
    #expect(refusal { () throws(ApprovalError) in
      try flow.decide(.approved, opinion: "同意", by: person(5), at: start) } == .alreadyRejected)
  }

  @Test("added approvers are a step of their own and nobody is taken out (F-065)")
  func adding() throws {
    var flow = try flow(node("法务", .any, [6, 7]), node("高管", .all, [8]))
    let more = ApprovalStep(title: "特批", kind: .special, mode: .all, approvers: [person(9)], directory: directory())
    try flow.add(more, isNext: true)
    #expect(flow.steps.map(\.title) == ["法务", "特批", "高管"])
    #expect(flow.steps.map(\.isAdded) == [false, true, false])
    #expect(flow.steps[0].tasks.count == 2)
  }

  @Test("a task handed on keeps its approver, and nobody decides for two at one node")
  func handing() throws {
    var flow = try flow(node("业务", .all, [4, 5]))
    #expect(refusal { () throws(ApprovalError) in try flow.hand(from: person(4), to: person(5)) } == .duplicateApprover)
    try flow.hand(from: person(4), to: person(6))
    #expect(flow.steps[0].tasks[0].approver == person(4) && flow.steps[0].tasks[0].holder == person(6))
    #expect(flow.isParticipant(person(4)))
    #expect(refusal { () throws(ApprovalError) in try flow.hand(from: person(9), to: person(8)) } == .notAsked)
  }

  @Test("a stand-in is asked unless that makes one person decide twice")
  func standIns() throws {
    #expect(try flow(node("业务", .all, [4]), in: directory(standIns: [4: 6])).holders == [person(6)])
    #expect(try flow(node("业务", .all, [4, 6]), in: directory(standIns: [4: 6])).holders == [person(4), person(6)])
  }

  @Test("reminders wait 30 minutes, then 10 (G-07)")
  func reminders() throws {
    var flow = try flow(node("业务", .all, [4]))
    let half = start.adding(.seconds(1800))
    #expect(refusal { () throws(ApprovalError) in try flow.remind(at: half.adding(.seconds(-1))) } == .remindedTooSoon)
    try flow.remind(at: half)
    #expect(refusal { () throws(ApprovalError) in try flow.remind(at: half.adding(.seconds(599))) } == .remindedTooSoon)
    try flow.remind(at: half.adding(.seconds(600)))
  }

  @Test("every refusal says what to do in both languages", arguments: ApprovalError.Code.allCases)
  func messages(code: ApprovalError.Code) {
    let message = ApprovalError(code).message
    #expect(message.chinese.count >= 8 && message.english.count >= 20)
  }
}
