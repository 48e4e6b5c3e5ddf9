package import HeqiDomain
package import HeqiPorts
import HeqiSQL
package import HeqiStorage

/// Brings a company's tree and people in line with its personnel system: on the schedule, and when somebody asks (F-057,
/// F-058). Whatever goes wrong, what was there stays.
package struct PullDirectory: Sendable {
  private let ledger: PeopleLedger
  private let directory: any OrgDirectory
  private let codes: [UnifiedSocialCreditCode]
  private let parser = RosterParser()

  /// - Parameter codes: companies that have a directory.
  package init(ledger: PeopleLedger, directory: any OrgDirectory, codes: [UnifiedSocialCreditCode]) {
    self.ledger = ledger
    self.directory = directory
    self.codes = codes
  }

  /// Pulls every company whose time has come. Returns how many were tried.
  @discardableResult
  package func due(tenantID: String) async throws -> Int {
    var tried = 0
    for code in codes {
      let now = ledger.clock.now
      let (organization, last) = try await ledger.engine.read { connection in
        let found = try OrganizationStore(tenantID: tenantID).find(code, in: connection)
        return (found, try found.flatMap { try OrgDirectoryStore(tenantID: tenantID).find($0.id, in: connection) })
      }
      guard let organization, organization.status == .active, DirectorySchedule.isDue(lastTried: last?.triedAt, at: now) else { continue }
      _ = try await pull(organization, last, actor: .system, scene: .system)
      tried += 1
    }
    return tried
  }

  /// Pulls the caller's company now.
  /// - Throws: `OrganizationError` `.notPermitted`, `.directoryMissing`.
  @discardableResult
  package func callAsFunction(caller: Caller) async throws -> DirectoryPull {
    let standing = try caller.require(.orgUpdate)
    let (organization, last) = try await ledger.engine.read { connection in
      (
        try OrganizationStore(tenantID: caller.tenantID).find(standing.organizationID, in: connection),
        try OrgDirectoryStore(tenantID: caller.tenantID).find(standing.organizationID, in: connection)
      )
    }
    guard let organization, directory.isAvailable(for: organization.code) else { throw OrganizationError(.directoryMissing) }
    return try await pull(organization, last, actor: caller.actor, scene: caller.scene)
  }

  /// The last pull of the caller's company; `nil` when it has no directory.
  package func last(caller: Caller) async throws -> (isAvailable: Bool, pull: DirectoryPull?) {
    let standing = try caller.require(.orgView)
    return try await ledger.engine.read { [directory] connection in
      let organization = try OrganizationStore(tenantID: caller.tenantID).find(standing.organizationID, in: connection)
      let pull = try OrgDirectoryStore(tenantID: caller.tenantID).find(standing.organizationID, in: connection)
      return (organization.map { directory.isAvailable(for: $0.code) } ?? false, pull)
    }
  }

  private func pull(
    _ organization: Organization, _ last: DirectoryPull?, actor: Actor, scene: Scene
  ) async throws -> DirectoryPull {
    let now = ledger.clock.now
    let vault = try await ledger.open(organization.tenantID)
    var roster: CheckedRoster?
    var pull: DirectoryPull
    do throws(ProviderError) {
      switch try await directory.roster(of: organization.code, tag: last?.tag) {
      case .unchanged: pull = Self.pull(organization, now, .unchanged, tag: last?.tag)
      case .roster(let bytes, let tag):
        (roster, pull) = checked(bytes, tag, organization, last, now)
      }
    } catch {
      pull = Self.pull(organization, now, .failed, error.message, tag: last?.tag)
    }
    return try await ledger.engine.write { [ledger, roster, pull] connection in
      if let roster {
        _ = try RosterDesk(ledger: ledger, organization: organization, source: .directory, vault: vault, now: now, writes: true)
          .apply(roster, actor: actor, scene: scene, in: connection)
      }
      try OrgDirectoryStore(tenantID: organization.tenantID).put(pull, in: connection)
      return pull
    }
  }

  /// A roster with faults changes nothing and keeps the old tag, so that the mended one is taken over.
  private func checked(
    _ bytes: [UInt8], _ tag: String?, _ organization: Organization, _ last: DirectoryPull?, _ now: Instant
  ) -> (CheckedRoster?, DirectoryPull) {
    do {
      switch CheckedRoster.check(try parser.roster(bytes, company: organization.name)) {
      case .success(let roster): return (roster, Self.pull(organization, now, .taken, tag: tag))
      case .failure(let faults):
        let place = faults.faults.first?.place ?? ""
        return (nil, Self.pull(organization, now, .failed, "\(faults.faults.count) 处错误，第一处：\(place)", tag: last?.tag))
      }
    } catch {
      return (nil, Self.pull(organization, now, .failed, "the roster cannot be read", tag: last?.tag))
    }
  }

  private static func pull(
    _ organization: Organization, _ now: Instant, _ outcome: DirectoryPull.Outcome, _ detail: String = "", tag: String?
  ) -> DirectoryPull {
    DirectoryPull(organizationID: organization.id, triedAt: now, outcome: outcome, detail: detail, tag: tag)
  }
}
