package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Who receives the contract (F-050, F-069): found by mobile or confirmed e-mail, or invited.
package struct SetReceivers: Sendable {
  /// One receiver as typed.
  package struct Receiver: Sendable {
    /// An existing party of the draft; nil for a new one.
    package let partyID: ID<ContractParty>?
    package let name: String
    package let mobile: String
    package let email: String
    /// 签署顺序号 from 1.
    package let turn: Int

    package init(
      partyID: ID<ContractParty>? = nil, name: String, mobile: String = "", email: String = "", turn: Int = 1
    ) {
      self.partyID = partyID
      self.name = name
      self.mobile = mobile
      self.email = email
      self.turn = turn
    }
  }

  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// Throws `ContractError` `.receiverUnreachable` with the name, `.duplicateParty`, `.tooManyReceivers`.
  package func callAsFunction(_ id: ID<Contract>, _ receivers: [Receiver], caller: Caller) async throws -> Contract {
    let typed = try receivers.map(Typed.init)
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: ledger.clock.now)
    let accounts = AccountStore(vault: vault)
    let found = try await ledger.engine.read { connection in
      try typed.map { person in
        let byMobile = try person.mobile.flatMap { try accounts.find(mobile: $0, in: connection) }
        return try (byMobile ?? person.email.flatMap { try accounts.find(confirmedEmail: $0, in: connection) })?.id
      }
    }
    let now = ledger.clock.now
    let random = ledger.random
    let fresh: [ID<ContractParty>] = typed.map { _ in random.id(at: now) }
    return try await ledger.perform(id, for: caller, .draft) { contract, _ in
      let known = Set(contract.editable?.receivers.map(\.id) ?? [])
      let parties = typed.indices.map { index in
        let person = typed[index]
        let kept = person.source.partyID.flatMap { known.contains($0) ? $0 : nil }
        return ContractParty(
          id: kept ?? fresh[index], side: .receiver, accountID: found[index], name: person.name,
          contact: PartyContact(
            mobile: person.mobile.map { Sensitive($0.text) },
            email: person.email.map { Sensitive($0.text.lowercased()) }),
          turn: max(1, min(person.source.turn, ContractLimits.receiversMax)))
      }
      return .saveDraft(RoundEdit(receivers: parties))
    }
  }

  private struct Typed: Sendable {
    let source: Receiver
    let name: String
    let mobile: MobileNumber?
    let email: EmailAddress?

    init(_ receiver: Receiver) throws(ContractError) {
      source = receiver
      name = receiver.name.trimmingWhitespace
      mobile = MobileNumber(receiver.mobile)
      email = EmailAddress(receiver.email)
      let isMobileWrong = mobile == nil && !receiver.mobile.trimmingWhitespace.isEmpty
      let isEmailWrong = email == nil && !receiver.email.trimmingWhitespace.isEmpty
      guard !name.isEmpty, name.count <= 50, !isMobileWrong, !isEmailWrong, mobile != nil || email != nil else {
        throw ContractError(
          .receiverUnreachable, "receiver \(isMobileWrong ? "mobile" : isEmailWrong ? "email" : "name")")
      }
    }
  }
}
