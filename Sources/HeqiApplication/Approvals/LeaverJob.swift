package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// A leaver's open reviews are given to others after the commit that ended the membership (F-058).
package struct LeaverJob: Equatable, Sendable {
  package static let queue = "approvals.leaver"

  package let membershipID: ID<Membership>
  package let organizationID: ID<Organization>

  package init(membershipID: ID<Membership>, organizationID: ID<Organization>) {
    self.membershipID = membershipID
    self.organizationID = organizationID
  }

  /// `<membership> <organization>`
  package var payload: String { "\(membershipID) \(organizationID)" }

  /// Reads `payload`; nil for anything else.
  package init?(payload: String) {
    let parts = payload.split(separator: " ").map(String.init)
    guard parts.count == 2, let membership = ID<Membership>(parts[0]), let organization = ID<Organization>(parts[1]) else {
      return nil
    }
    self.init(membershipID: membership, organizationID: organization)
  }

  func enqueue(_ ledger: PeopleLedger, _ tenantID: String, at now: Instant, in connection: any SQLConnection) throws {
    try JobQueue().enqueue(
      ledger.random.id(at: now), queue: Self.queue, tenantID: tenantID, payload: payload,
      dedupKey: membershipID.description, availableAt: now, attemptsMax: 20, at: now, in: connection)
  }
}
