import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Joins and ends memberships, with everything that must happen in the same transaction.
struct MemberDesk: Sendable {
  let ledger: PeopleLedger
  let vault: TenantVault

  /// Adds a person; links the account that has proved the same number under the same name, otherwise invites (F-012).
  func add(
    _ membership: Membership, to organization: Organization, actor: Actor, scene: Scene, at now: Instant, in connection: any SQLConnection
  ) throws {
    var added = membership
    if let mobile = membership.mobile, let account = try AccountStore(vault: vault).find(mobile: mobile, in: connection),
      PersonName(account.name)?.matches(membership.name) == true
    {
      added.accountID = account.id
      added.status = .active
    }
    try MembershipStore(vault: vault).insert(added, in: connection)
    try record([MembershipEvent.added(added)], added, organization, actor, scene, now, connection)
    guard added.status == .invited, let mobile = added.mobile else { return }
    try MessageOutbox(vault: vault, random: ledger.random).sms(
      to: Sensitive(mobile.text),
      text: "【合契】“\(organization.name)”邀请您加入企业合同管理。请用本手机号码注册合契并完成实名认证，登录后即可切换到企业模式。",
      key: "membership:\(added.id)", at: now, in: connection)
  }

  /// Ends every right of a person at once: the next request finds no standing, and the certificates that name the company
  /// are revoked (F-058).
  func leave(
    _ membership: Membership, of organization: Organization, by author: EventDraft.Author, actor: Actor, scene: Scene,
    at now: Instant, in connection: any SQLConnection
  ) throws {
    var gone = membership
    gone.status = .left(at: now)
    gone = try MembershipStore(vault: vault).save(gone, in: connection)
    var drafts = [MembershipEvent.left(gone, by: author)]
    if let account = gone.accountID {
      drafts += try IssueCompanyCertificate.revoke(of: account, for: organization, ledger: ledger, at: now, in: connection)
    }
    try record(drafts, gone, organization, actor, scene, now, connection)
    try LeaverJob(membershipID: gone.id, organizationID: organization.id).enqueue(ledger, organization.tenantID, at: now, in: connection)
  }

  /// Binds invitations to the account that has proved the number, where the names agree. Returns how many.
  func link(_ account: Account, scene: Scene, at now: Instant, in connection: any SQLConnection) throws -> Int {
    let memberships = MembershipStore(vault: vault)
    var linked = 0
    for invited in try memberships.invitations(for: account, in: connection)
    where PersonName(account.name)?.matches(invited.name) == true {
      guard try memberships.find(account: account.id, of: invited.organizationID, in: connection) == nil,
        let organization = try OrganizationStore(tenantID: account.tenantID).find(invited.organizationID, in: connection)
      else { continue }
      var active = invited
      active.accountID = account.id
      active.status = .active
      active = try memberships.save(active, in: connection)
      try record([MembershipEvent.linked(active)], active, organization, account.actor, scene, now, connection)
      linked += 1
    }
    return linked
  }

  private func record(
    _ drafts: [EventDraft], _ membership: Membership, _ organization: Organization, _ actor: Actor, _ scene: Scene, _ now: Instant,
    _ connection: any SQLConnection
  ) throws {
    try EventStore().append(
      ledger.events(drafts, tenantID: organization.tenantID, subject: organization.subject, actor: actor, scene: scene, at: now),
      in: connection)
  }
}
