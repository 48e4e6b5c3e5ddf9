package import HeqiDomain

/// What a provider is asked to hold: a digest, never the contract.
package struct ArchiveRequest: Sendable {
  /// Stable: a provider that sees it again gives the same receipt.
  package let archiveID: String
  package let tenantID: String
  package let digest: Digest
  /// The event that tells of the record.
  package let eventID: ID<Event>

  package init(archiveID: String, tenantID: String, digest: Digest, eventID: ID<Event>) {
    self.archiveID = archiveID
    self.tenantID = tenantID
    self.digest = digest
    self.eventID = eventID
  }
}

/// Fixes a digest in time, outside the contract's own signatures (M-022, H-08). Safe to ask twice.
package protocol ArchiveService: Sendable {
  var provider: ArchiveProvider { get }
  func archive(_ request: ArchiveRequest) async throws(ProviderError) -> ArchiveReceipt
}
