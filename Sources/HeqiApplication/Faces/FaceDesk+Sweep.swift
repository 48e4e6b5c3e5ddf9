import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

extension FaceDesk {
  /// Running checks looked at in one turn.
  private static let batch = 200

  /// Ends checks whose time is over, and asks the vendor after those that were begun: a person who closed the page has a
  /// result all the same (M-018, B-20). Returns how many have ended.
  package func sweep() async throws -> Int {
    let now = ledger.clock.now
    let open = try await ledger.engine.read { try FaceStore.open(at: now, limit: Self.batch, in: $0) }
    var ended = 0
    for entry in open {
      let vault = try await ledger.vault(entry.tenantID)
      guard let check = try await ledger.engine.read({ try FaceStore(vault: vault).find(entry.id, in: $0) }) else { continue }
      do {
        let isOver = now >= check.expiresAt
        let after = try await isOver ? perform(.lapse, check, scene: .system) : ask(check, scene: .system)
        if after.status.isFinal { ended += 1 }
      } catch is ClientError {
        // The vendor does not answer, or somebody was faster: the next turn, or the check's end, settles it.
        continue
      }
    }
    return ended
  }

  /// `FaceVerificationCompletedEvent` in the transaction of the end (M-011, M-018): to the address given with the check; for
  /// a signer's to that of the contract, in the order of its other events.
  func announce(
    _ check: FaceVerification, after before: FaceVerification, vault: TenantVault, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    guard check.status.isFinal, !before.status.isFinal else { return }
    var (subject, url) = (CallbackSubject.verification(check.id), check.callbackURL)
    var party: String?
    if let contract = check.contractID, let order = try ClientContractStore(vault: vault).find(contract, in: connection) {
      (subject, url) = (.contract(contract), order.callbackURL)
      party = check.partyID.flatMap { order.signer($0)?.partyID }
    }
    let partyID = party
    try AnnounceCallback.write(
      .faceVerificationCompleted, about: subject, of: check.clientID, to: url, vault: vault, random: ledger.random, at: now,
      in: connection
    ) { sequence in
      FaceCallback(
        verificationId: check.id.description, bizId: check.bizID, bizType: check.purpose.rawValue,
        contractId: check.contractID?.description, partyId: partyID, status: check.status.rawValue, score: check.score,
        transactionNo: check.transactionNo, failReason: check.fault?.rawValue, verifiedAt: check.verifiedAt?.utcText,
        code: check.status == .failed ? ClientError.Code.faceFailed.rawValue : nil, sequence: sequence)
    }
  }
}

/// `data` of `FaceVerificationCompletedEvent`.
struct FaceCallback: Encodable {
  let verificationId: String
  let bizId: String
  let bizType: String
  let contractId: String?
  let partyId: String?
  let status: String
  let score: Double?
  let transactionNo: String?
  let failReason: String?
  let verifiedAt: String?
  let code: Int?
  let sequence: Int
}
