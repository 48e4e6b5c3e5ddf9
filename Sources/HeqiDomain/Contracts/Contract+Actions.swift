extension Contract {
  /// What a party can do now, for buttons; the lifecycle still decides when it is done.
  package func actions(of party: ContractParty, at now: Instant) -> Set<ContractCommandName> {
    var actions: Set<ContractCommandName> = []
    if party.side == .initiator {
      if stage == .draft { actions.formUnion([.saveDraft, .initiate, .discard]) }
      if stage.isDrafting { actions.insert(.discard) }
      if stage.isInvalid { actions.insert(.reinitiate) }
    }
    if party.state == .awaitingSignature, stage.isLive { actions.insert(.sign) }
    let tries: [ContractCommand] = [.receive, .returnContract(reason: "-"), .withdraw(reason: "-")]
    for command in tries {
      let transition = try? ContractLifecycle.apply(command, to: self, by: .party(party.id), at: now)
      if transition?.isUnchanged == false { actions.insert(command.name) }
    }
    if isVisible(to: party) { actions.formUnion([.view, .download, .verify]) }
    return actions
  }
}
