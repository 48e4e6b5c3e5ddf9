import Foundation
import HeqiDomain
import Testing

/// The whole machine as a table: every stage × every command × every issuer, in both orders.
/// `docs/state-machines.md` is its printed form; HEQI_UPDATE_EXPECTED=1 writes it anew.
@Suite("The contract's state table")
struct ContractTableTests {
  static func issuers(_ contract: Contract) -> [(String, CommandIssuer)] {
    [
      ("发起方 I", .party(ContractSamples.initiatorID)), ("接收方 R", .party(ContractSamples.receiverID(0))),
      ("审批人 I", contract.approver(of: ContractSamples.initiatorID)),
      ("审批人 R", contract.approver(of: ContractSamples.receiverID(0))), ("系统 SYS", .system),
    ]
  }

  static func command(
    _ name: ContractCommandName, for contract: Contract, by issuer: CommandIssuer, _ samples: ContractSamples
  )
    -> ContractCommand
  {
    let party: ID<ContractParty> =
      switch issuer {
      case .party(let id), .approver(of: let id, as: _): id
      case .system: ContractSamples.initiatorID
      }
    let other = party == ContractSamples.initiatorID ? ContractSamples.receiverID(0) : ContractSamples.initiatorID
    switch name {
    case .startDraft: return .startDraft
    case .rejectDraft: return .rejectDraft(reason: "理由")
    case .redraft: return .redraft(file: samples.file(7))
    case .fillDraft: return .fillDraft(file: samples.file(8))
    case .confirmDraft: return .confirmDraft
    case .saveDraft: return .saveDraft(RoundEdit(title: "新名称"))
    case .link:
      return .link(ContractSamples.company(party == ContractSamples.initiatorID ? 600 : 620), contractNo: "CG-1")
    case .addApprovers:
      return .addApprovers(
        .seal,
        ApprovalStep(title: "法务", kind: .legal, mode: .all, tasks: [ApprovalTask(approver: ContractSamples.id(690))]))
    case .setSigners: return .setSigners([ContractSamples.id(693)])
    case .releaseSigner: return .releaseSigner(ContractSamples.id(693))
    case .addCC: return .addCC([ContractSamples.id(691)])
    case .handOver:
      guard case .approver(_, let person) = issuer else {
        return .handOver(from: contract.openRequests.compactMap(\.holder).first ?? ContractSamples.id(601), to: ContractSamples.id(692))
      }
      return .handOver(from: person, to: ContractSamples.id(692))
    case .takeOver:
      let open = contract.round.party(party).map(contract.openDuties) ?? []
      return .takeOver(
        open.first?.duty ?? .handling, from: open.first?.holder ?? ContractSamples.id(601), to: ContractSamples.id(696))
    case .remindApprovers: return .remindApprovers
    case .initiate: return .initiate(prepared: samples.prepared)
    case .approveBusiness: return .approveBusiness(opinion: "同意")
    case .rejectBusiness: return .rejectBusiness(opinion: "不同意")
    case .approveSeal: return .approveSeal(opinion: "同意")
    case .rejectSeal: return .rejectSeal(opinion: "不同意")
    case .rateLiveImage: return .rateLiveImage(of: other, .accepted, imageID: "image")
    case .sign: return samples.sign(contract, by: party)
    case .deliver: return .deliver
    case .receive: return .receive
    case .returnContract: return .returnContract(reason: "理由")
    case .withdraw: return .withdraw(reason: "理由")
    case .complete: return samples.completion(contract)
    case .expire: return .expire
    case .prepareNextRound: return .prepareNextRound(samples.nextRound(of: contract))
    case .reinitiate: return .reinitiate(prepared: samples.prepared)
    case .discard: return .discard
    case .renew: return .renew(samples.revision((contract.round.file?.latest.number ?? 0) + 1, .renewal))
    case .view: return .view
    case .download: return .download
    case .verify: return .verify
    }
  }

  struct Row: Hashable {
    let from: ContractStageName
    let command: ContractCommandName
    let issuer: String
  }

  /// Outcomes of one kind of parties and order: target stage, or `↺` where nothing changes.
  static func outcomes(_ samples: ContractSamples) throws -> [Row: String] {
    var outcomes: [Row: String] = [:]
    for stage in ContractStageName.allCases {
      guard var contract = try samples.contract(in: stage) else { continue }
      for name in ContractCommandName.allCases {
        if name == .reinitiate, contract.stage.isInvalid {
          contract = try samples.play(
            .prepareNextRound(samples.nextRound(of: contract)), on: contract, by: samples.initiator)
        }
        for (label, issuer) in issuers(contract) {
          let now = name == .expire ? ContractSamples.afterDeadline : ContractSamples.start
          let command = command(name, for: contract, by: issuer, samples)
          guard let result = try? ContractLifecycle.apply(command, to: contract, by: issuer, at: now) else { continue }
          let row = Row(from: stage, command: name, issuer: label)
          outcomes[row] = result.isUnchanged ? "↺" : result.contract.stage.name.rawValue
        }
      }
    }
    return outcomes
  }

  static func text() throws -> String {
    var out = """
      # State machines

      Printed by `ContractTableTests` from the code; do not edit. `HEQI_UPDATE_EXPECTED=1 bin/test` writes it anew.

      ## Contract

      One row per stage, command and issuer that the machine allows, with one receiver and lawful input. The stage after it
      for 先签后发 and 先发后签; `↺` = a repeated request answered with the present state; empty = refused. All other
      combinations are refused. Reviews need company parties. Section C rows 1 to 24 and 29.

      | From | Command | By | 先签后发 signThenSend | 先发后签 sendThenSign |
      |---|---|---|---|---|

      """
    var tables: [[Row: String]] = []
    for order in [IssueOrder.signThenSend, .sendThenSign] {
      let persons = try outcomes(ContractSamples(order: order))
      let companies = try outcomes(ContractSamples(order: order, isCompany: true))
      let reviews: Set<ContractStageName> = [
        .initiatorBusinessReview, .initiatorSealReview, .receiverBusinessReview, .receiverSealReview,
      ]
      tables.append(persons.merging(companies.filter { reviews.contains($0.key.from) }) { person, _ in person })
    }
    for stage in ContractStageName.allCases {
      for name in ContractCommandName.allCases {
        for label in ["发起方 I", "接收方 R", "审批人 I", "审批人 R", "系统 SYS"] {
          let row = Row(from: stage, command: name, issuer: label)
          let cells = tables.map { $0[row] ?? "" }
          if cells.allSatisfy(\.isEmpty) { continue }
          out +=
            "| \(stage.rawValue) \(stage.title.chinese) | \(name.rawValue) | \(label) | \(cells[0]) | \(cells[1]) |\n"
        }
      }
    }
    return out
  }

  @Test("the printed table equals the machine")
  func printed() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.appending(path: "docs/state-machines.md")
    let text = try Self.text()
    if ProcessInfo.processInfo.environment["HEQI_UPDATE_EXPECTED"] == "1" {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
  }

  @Test("persons reach every stage that has no review", arguments: IssueOrder.allCases)
  func reachable(order: IssueOrder) throws {
    for stage in ContractStageName.allCases {
      let contract = try ContractSamples(order: order).contract(in: stage)
      let unreachable: Set<ContractStageName> =
        order == .signThenSend
        ? [
          .initiatorBusinessReview, .initiatorSealReview, .receiverBusinessReview, .receiverSealReview,
          .initiatorSigned, .withdrawnByReceiver,
        ]
        : [
          .initiatorBusinessReview, .initiatorSealReview, .receiverBusinessReview, .receiverSealReview, .receiverSigned,
        ]
      #expect((contract == nil) == unreachable.contains(stage), "\(stage)")
      if let contract { #expect(contract.stage.name == stage) }
    }
  }

  @Test("only completed and discarded are dead ends", arguments: IssueOrder.allCases)
  func deadEnds(order: IssueOrder) throws {
    let outcomes = try Self.outcomes(ContractSamples(order: order))
    for stage in Set(outcomes.keys.map(\.from)) {
      let leaves = outcomes.contains { $0.key.from == stage && $0.value != "↺" && $0.value != stage.rawValue }
      #expect(leaves != (stage == .completed || stage == .discarded), "\(stage)")
    }
  }

  @Test("a repeated command changes nothing or is refused", arguments: IssueOrder.allCases)
  func repeats(order: IssueOrder) throws {
    let samples = ContractSamples(order: order)
    let looks: Set<ContractCommandName> = [.view, .download, .verify, .saveDraft, .renew, .addApprovers]
    for stage in ContractStageName.allCases {
      guard let contract = try samples.contract(in: stage) else { continue }
      for name in ContractCommandName.allCases where !looks.contains(name) {
        for (_, issuer) in Self.issuers(contract) {
          let command = Self.command(name, for: contract, by: issuer, samples)
          guard let once = try? ContractLifecycle.apply(command, to: contract, by: issuer, at: ContractSamples.start)
          else { continue }
          let twice = try? ContractLifecycle.apply(command, to: once.contract, by: issuer, at: ContractSamples.start)
          #expect(twice?.isUnchanged ?? true, "\(stage) \(name)")
          if let twice { #expect(twice.contract == once.contract) }
        }
      }
    }
  }
}
