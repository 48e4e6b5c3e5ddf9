package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import Typeset

/// 审批报告: every step of every approval with its people, times and opinions, as a PDF signed by the platform (T-008).
package struct ExportApprovals: Sendable {
  private let ledger: ContractLedger
  private let signer: PlatformSigner

  package init(ledger: ContractLedger, signer: PlatformSigner) {
    self.ledger = ledger
    self.signer = signer
  }

  /// Throws `ContractError` `.notFound`; `.notAllowedInStage` where no party has approvals.
  package func callAsFunction(_ id: ID<Contract>, caller: Caller) async throws -> DownloadedFile {
    let store = try await ledger.store(caller.tenantID)
    let now = ledger.clock.now
    let (contract, names) = try await ledger.engine.read { connection in
      let (contract, party) = try ContractLedger.find(id, for: caller, .viewLogs, store, in: connection)
      return (contract, try ApprovalNames(contract, viewer: party, store.vault, in: connection))
    }
    guard contract.round.parties.contains(where: { $0.company?.business != nil || $0.company?.seal != nil }) else {
      throw ContractError(.notAllowedInStage, "nothing was to be approved")
    }
    let pdf = try document(contract, names, caller.language, at: now).render()
    let bytes = try await signer.sign(pdf, reason: "审批报告 \(contract.transactionNo)", at: now)
    return DownloadedFile(
      name: "\(contract.transactionNo)_approvals.pdf", mediaType: "application/pdf", bytes: bytes,
      digest: FileDigest.of(bytes))
  }

  private func document(_ contract: Contract, _ names: ApprovalNames, _ language: Language, at now: Instant) -> Document {
    let title = Bilingual("审批报告", "Report of approvals").text(in: language)
    var blocks: [Block] = [
      .heading(0, title),
      .keyValues([
        KeyValue(Bilingual("合同", "Contract").text(in: language), contract.round.title),
        KeyValue(Bilingual("系统交易编号", "Transaction number").text(in: language), contract.transactionNo, mono: true),
        KeyValue(Bilingual("合同编号", "Contract number").text(in: language), contract.contractNo ?? "—"),
        KeyValue(Bilingual("文件 HASH 值", "File hash").text(in: language), contract.round.file?.latest.digest.description ?? "—", mono: true),
        KeyValue(Bilingual("出具时间", "Issued").text(in: language), now.chineseLogText + " +08:00"),
      ]),
    ]
    for party in contract.round.parties {
      for flow in [party.company?.business, party.company?.seal].compactMap(\.self) {
        blocks.append(.heading(1, "\(party.name) · \(flow.stage.title.text(in: language))"))
        blocks.append(.table(table(flow, names, language)))
      }
    }
    return Document(
      title: "\(title) \(contract.transactionNo)", language: language == .chinese ? .chinese : .english, blocks: blocks,
      footer: Document.RunningLine(left: contract.transactionNo, right: "{page} / {pages}"), createdSeconds: now.seconds)
  }

  private func table(_ flow: ApprovalFlow, _ names: ApprovalNames, _ language: Language) -> Table {
    let rows = flow.steps.flatMap { step in
      step.tasks.map { task -> [[Run]] in
        let decision = task.decision
        return [
          [Run(step.title)], [Run(step.mode.title.text(in: language))],
          [Run(names.text(task.holder) + (task.holder == task.approver ? "" : "（代 \(names.text(task.approver))）"))],
          [Run(decision?.outcome.title.text(in: language) ?? "—")], [Run(decision?.opinion ?? "")],
          [Run(decision.map { $0.at.chineseLogText } ?? "")],
        ]
      }
    }
    let header = [
      Bilingual("节点", "Step"), Bilingual("方式", "Mode"), Bilingual("审批人", "Approver"), Bilingual("结果", "Outcome"),
      Bilingual("意见", "Opinion"), Bilingual("时间", "Time"),
    ]
    return Table(
      columns: [1.4, 1.4, 1.6, 0.8, 2.6, 2].map { Table.Column(weight: $0) },
      header: header.map { [Run($0.text(in: language))] }, rows: rows, size: 8.5)
  }
}

/// Names behind the approvals of a contract: clear to the own company, masked to the other side (F-028, F-084).
package struct ApprovalNames: Equatable, Sendable {
  package let names: [ID<Membership>: String]

  package init(names: [ID<Membership>: String]) { self.names = names }

  init(
    _ contract: Contract, viewer: ContractParty, _ vault: TenantVault, in connection: any SQLConnection
  ) throws {
    var names: [ID<Membership>: String] = [:]
    let members = MembershipStore(vault: vault)
    for party in contract.round.parties {
      guard let company = party.company, let organization = company.organizationID else { continue }
      for id in company.viewers where names[id] == nil {
        guard let member = try members.find(id, of: organization, in: connection) else { continue }
        names[id] = party.id == viewer.id ? member.name : member.maskedName
      }
    }
    self.names = names
  }

  package func text(_ id: ID<Membership>) -> String { names[id] ?? "—" }
}
