package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
package import HeqiStorage

/// Loads a contract, asks the lifecycle, and writes what follows — change, events, requests, messages, jobs — in one
/// transaction (house decision 2). Every contract action goes through it.
package struct ContractLedger: Sendable {
  package let engine: any SQLEngine
  package let vault: Vault
  package let clock: any WallClock
  package let random: any RandomSource
  private let notifier: ContractNotifier
  private let live: LiveUpdates

  package init(
    engine: any SQLEngine, vault: Vault, clock: any WallClock, random: any RandomSource, notifier: ContractNotifier,
    live: LiveUpdates
  ) {
    self.engine = engine
    self.vault = vault
    self.clock = clock
    self.random = random
    self.notifier = notifier
    self.live = live
  }

  /// The contract as `caller` may see it and the party it acts for. Throws `ContractError`.
  package func find(
    _ id: ID<Contract>, for caller: Caller, _ permission: ContractPermission
  ) async throws -> (contract: Contract, party: ContractParty) {
    let store = try await store(caller.tenantID)
    return try await engine.read { try Self.find(id, for: caller, permission, store, in: $0) }
  }

  /// One command of a party, from load to commit in one transaction. `command` may be asked more than once.
  ///
  /// Throws `ContractError`; then nothing has changed.
  package func perform(
    _ id: ID<Contract>, for caller: Caller, _ permission: ContractPermission,
    also: @escaping @Sendable (_ saved: Contract, any SQLConnection) throws -> Void = { _, _ in },
    _ command: @escaping @Sendable (Contract, ContractParty) throws -> ContractCommand
  ) async throws -> Contract {
    try await perform(id, for: caller, permission, also: also) { contract, party, _ in [try command(contract, party)] }
  }

  /// Several commands of a party as one deed: all of them or none. They may read what the transaction sees.
  package func perform(
    _ id: ID<Contract>, for caller: Caller, _ permission: ContractPermission,
    also: @escaping @Sendable (_ saved: Contract, any SQLConnection) throws -> Void = { _, _ in },
    commands: @escaping @Sendable (Contract, ContractParty, any SQLConnection) throws -> [ContractCommand]
  ) async throws -> Contract {
    let store = try await store(caller.tenantID)
    let now = clock.now
    let contract = try await engine.write { connection in
      let (contract, party) = try Self.find(id, for: caller, permission, store, in: connection)
      var saved = contract
      for command in try commands(contract, party, connection) {
        saved = try apply(
          command, to: saved, by: command.issuer(for: party, caller), as: caller.actor, from: caller.scene,
          store: store, at: now, in: connection)
      }
      try also(saved, connection)
      return saved
    }
    await announce(contract)
    return contract
  }

  /// One command of the system.
  package func performAsSystem(
    _ id: ID<Contract>, tenantID: String,
    also: @escaping @Sendable (Contract, any SQLConnection) throws -> Void = { _, _ in },
    _ command: @escaping @Sendable (Contract) throws -> ContractCommand
  ) async throws -> Contract {
    let store = try await store(tenantID)
    let now = clock.now
    let contract = try await engine.write { connection in
      guard let contract = try store.find(id, in: connection) else { throw ContractError(.notFound) }
      let saved = try apply(
        command(contract), to: contract, by: .system, as: .system, from: .system, store: store, at: now, in: connection)
      try also(saved, connection)
      return saved
    }
    await announce(contract)
    return contract
  }

  package func store(_ tenantID: String) async throws -> ContractStore {
    ContractStore(vault: try await vault.open(tenantID: tenantID, at: clock.now))
  }

  static func find(
    _ id: ID<Contract>, for caller: Caller, _ permission: ContractPermission, _ store: ContractStore,
    in connection: any SQLConnection
  ) throws -> (contract: Contract, party: ContractParty) {
    guard let contract = try store.find(id, seenBy: caller, in: connection) else {
      throw ContractError(.notFound)
    }
    return (contract, try contract.authorize(caller, permission))
  }

  /// Applies a command and writes everything that follows. Runs inside the caller's transaction.
  func apply(
    _ command: ContractCommand, to contract: Contract, by issuer: CommandIssuer, as actor: Actor, from scene: Scene,
    store: ContractStore, at now: Instant, in connection: any SQLConnection
  ) throws -> Contract {
    let transition = try ContractLifecycle.apply(command, to: contract, by: issuer, at: now)
    if transition.isUnchanged { return contract }
    let saved =
      transition.contract == contract
      ? contract : try store.save(transition.contract, over: contract, at: now, in: connection)
    try record(transition.events, of: saved, as: actor, from: scene, at: now, in: connection)
    try write(transition, of: saved, store: store, at: now, in: connection)
    try AnnounceCallback.write(from: contract, to: saved, vault: store.vault, random: random, at: now, in: connection)
    try PlanArchives.write(from: contract, to: saved, vault: store.vault, random: random, at: now, in: connection)
    return saved
  }

  /// Appends events that change no state, such as what was shown to a reader.
  func record(
    _ events: [ContractEvent], of contract: Contract, as actor: Actor, from scene: Scene, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    let rows = events.enumerated().map { index, event in
      // One microsecond apart, so that every list shows them in the order they happened.
      let at = now.adding(.microseconds(index))
      return Event(
        id: random.id(at: at), tenantID: contract.tenantID, at: at, actor: event.isBySystem ? .system : actor,
        scene: event.isBySystem ? .system : scene, subject: contract.subject, kind: event.kind.stored,
        facts: event.facts,
        fileHash: event.fileDigest, transactionNo: contract.transactionNo)
    }
    try EventStore().append(rows, in: connection)
  }

  private func write(
    _ transition: ContractTransition, of contract: Contract, store: ContractStore, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    let requests = RequestStore()
    let people = PartyPeople(vault: store.vault)
    for key in transition.closed { try requests.close(key, tenantID: contract.tenantID, at: now, in: connection) }
    for key in transition.opened {
      guard let party = contract.round.party(key.partyID) else { continue }
      let asked = try people.asked(by: key, of: party, in: connection)
      let request = ActionRequest(
        id: random.id(at: now), tenantID: contract.tenantID, contractID: contract.id, key: key, accountID: asked,
        organizationID: party.company?.organizationID, openedAt: now)
      try requests.open(request, in: connection)
      try notifier.ask(
        key.action, of: party, through: asked, about: contract, request: request.id, vault: store.vault, at: now,
        in: connection)
    }
    for notice in transition.notices {
      guard let party = contract.round.party(notice.partyID) else { continue }
      for account in try people.told(of: notice, party, in: connection) {
        let hasInbox = try notifier.tell(
          notice, party, through: account, about: contract, revision: contract.revision, vault: store.vault, at: now,
          in: connection)
        if hasInbox { try putInInbox(notice, of: party, account, contract, at: now, in: connection) }
      }
    }
    try ClientTurn.announce(transition, of: contract, random: random, at: now, in: connection)
    if contract.round.allSigned, contract.stage.isLive {
      try OutboxStore().append(
        random.id(at: now), topic: CompletionJob.topic, tenantID: contract.tenantID,
        payload: CompletionJob(contractID: contract.id).payload,
        dedupKey: "\(contract.id):\(contract.round.number)", attemptsMax: CompletionJob.attemptsMax, at: now,
        in: connection)
    }
  }

  /// The same where its reader signs in; nobody can switch that off.
  private func putInInbox(
    _ notice: ContractNotice, of party: ContractParty, _ account: ID<Account>?, _ contract: Contract, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    guard notice.kind.isNews, let account else { return }
    let row = InboxNotice(
      id: random.id(at: now), tenantID: contract.tenantID, accountID: account,
      organizationID: party.company?.organizationID, contractID: contract.id, kind: notice.kind, reason: notice.reason,
      at: now)
    try InboxNoticeStore(tenantID: contract.tenantID).insert(row, in: connection)
  }

  /// The message of a request once more. Runs inside the caller's transaction.
  func askAgain(
    _ request: ActionRequest, of contract: Contract, store: ContractStore, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    guard let party = contract.round.party(request.key.partyID) else { return }
    let asked = try PartyPeople(vault: store.vault).asked(by: request.key, of: party, in: connection)
    try notifier.ask(
      request.key.action, of: party, through: asked, about: contract, request: request.id, urgedAt: now,
      vault: store.vault, at: now, in: connection)
  }

  /// Asks whoever acts for a company's party now, where that is somebody else than was asked: its handler has left or was
  /// replaced. True where anybody new is asked. Runs inside the caller's transaction.
  func redirectRequests(
    of party: ContractParty, in contract: Contract, store: ContractStore, at now: Instant, in connection: any SQLConnection
  ) throws -> Bool {
    let requests = RequestStore()
    var isMoved = false
    for request in try requests.open(of: contract, in: connection)
    where request.key.partyID == party.id && request.key.holder == nil {
      let asked = try PartyPeople(vault: store.vault).asked(by: request.key, of: party, in: connection)
      guard let asked, asked != request.accountID else { continue }
      try requests.assign(request, to: asked, in: connection)
      try notifier.ask(
        request.key.action, of: party, through: asked, about: contract, request: request.id, movedAt: now,
        vault: store.vault, at: now, in: connection)
      isMoved = true
    }
    return isMoved
  }

  /// Wakes the open pages of everybody concerned, after the commit.
  func announce(_ contract: Contract) async {
    var accounts = Set(contract.round.parties.compactMap(\.accountID))
    if contract.round.parties.contains(where: { $0.company?.organizationID != nil }),
      let vault = try? await vault.open(tenantID: contract.tenantID, at: clock.now)
    {
      // A hint for open pages: where the read fails they show the change at their next look.
      let people = PartyPeople(vault: vault)
      let more = try? await engine.read { connection in
        try contract.round.parties.flatMap { try people.viewers(of: $0, in: connection) }
      }
      accounts.formUnion(more ?? [])
    }
    await live.publish(accounts.sorted(), contract: contract.id)
  }
}

extension Contract {
  /// What events of this contract are about.
  package var subject: Event.Subject { Event.Subject(kind: "contract", id: id.description) }
}

extension ContractCommand {
  /// Who gives it: an approver for what approvers are asked, else whoever acts for the party.
  fileprivate func issuer(for party: ContractParty, _ caller: Caller) -> CommandIssuer {
    switch self {
    case .approveBusiness, .rejectBusiness, .approveSeal, .rejectSeal, .handOver:
      caller.mode.standing.map { .approver(of: party.id, as: $0.membershipID) } ?? .party(party.id)
    default: .party(party.id)
    }
  }
}
