/// Where one provider's record of a contract stands (M-015).
package enum ArchiveState: String, Sendable, CaseIterable {
  case pending = "PENDING"
  case archived = "SUCCESS"
  /// Given up for now; the contract stays signed, and somebody may archive it again (50003).
  case failed = "FAILED"
}

/// What a provider gave as proof that it holds the digest.
package struct ArchiveReceipt: Equatable, Sendable {
  /// The provider's own number.
  package let transactionNo: String
  /// Who vouches, such as the subject of a time-stamp certificate.
  package let authority: String
  /// Where the provider shows its certificate; nil when the proof here is all there is.
  package let certificateURL: String?
  /// When the provider says that it took the digest.
  package let at: Instant
  /// The proof as it came.
  package let proof: [UInt8]

  package init(transactionNo: String, authority: String, certificateURL: String? = nil, at: Instant, proof: [UInt8]) {
    self.transactionNo = transactionNo
    self.authority = authority
    self.certificateURL = certificateURL
    self.at = at
    self.proof = proof
  }
}

/// One provider's record of one signed contract, written in the transaction that completes it (M-015, M-027, B-20).
package struct ContractArchive: Equatable, Sendable {
  package let tenantID: String
  package let contractID: ID<Contract>
  package let provider: ArchiveProvider
  package let state: ArchiveState
  /// Of the final file.
  package let digest: Digest
  /// The event that tells of this record; what the ledger proves.
  package let eventID: ID<Event>
  /// Since it was written or asked for again.
  package let attempts: Int
  package let nextAt: Instant
  package let lastError: String?
  package let receipt: ArchiveReceipt?
  package let createdAt: Instant

  package init(
    tenantID: String, contractID: ID<Contract>, provider: ArchiveProvider, state: ArchiveState = .pending, digest: Digest,
    eventID: ID<Event>, attempts: Int = 0, nextAt: Instant, lastError: String? = nil, receipt: ArchiveReceipt? = nil,
    createdAt: Instant
  ) {
    self.tenantID = tenantID
    self.contractID = contractID
    self.provider = provider
    self.state = state
    self.digest = digest
    self.eventID = eventID
    self.attempts = attempts
    self.nextAt = nextAt
    self.lastError = lastError
    self.receipt = receipt
    self.createdAt = createdAt
  }

  /// The id that `initiate` names before there is a row (B-20).
  package static func archiveID(_ contract: ID<Contract>, _ provider: ArchiveProvider) -> String { "\(contract)-\(provider.rawValue)" }
  package var archiveID: String { Self.archiveID(contractID, provider) }
}

/// When archiving is tried again, and when it is given up (M-032, M-033).
package enum ArchiveSchedule {
  /// Waits before each attempt, seconds.
  package static let waits: [Int64] = [0, 10, 60, 600, 3600, 21_600]

  /// - Parameter attempts: made so far. nil: no more.
  package static func wait(after attempts: Int) -> Duration? {
    attempts < waits.count ? .seconds(waits[max(0, attempts)]) : nil
  }
}
