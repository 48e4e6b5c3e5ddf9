package import CMS
package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import PAdES

/// What `POST /contract/verify` answers (M-009). Times are ISO 8601 UTC as the validator gives them.
package struct ClientVerification: Sendable {
  /// What was looked at (B-23): the caller's own bytes prove most, a number of ours proves nothing about the caller's file.
  package enum Checked: String, Sendable {
    case uploadedFile = "FILE"
    case hashOnly = "FILE_HASH"
    case storedFile = "STORED_FILE"
  }

  package struct Signature: Sendable {
    package let signer: String
    package let time: String?
    package let issuer: String
    package let validFrom: String?
    package let validTo: String?
    package let level: String
    package let isSound: Bool
    package let indication: String
    package let timeSource: String
  }

  package let isValid: Bool
  /// `valid`, `invalid`, `indeterminate`, `unsigned`, `unreadable` or `unknown`.
  package let verdict: String
  package let checked: Checked
  package let contractID: ID<Contract>?
  package let digest: Digest?
  package let problem: String?
  package let signatures: [Signature]
  package let archivedAt: Instant?
  package let timeStampAuthority: String?
}

/// Verifies for business systems: an uploaded file, a hash, or the file kept here (M-009, B-23).
package struct VerifyForClient: Sendable {
  private let ledger: ClientLedger
  private let roots: [X509Certificate]
  private let intermediates: [X509Certificate]
  private let timeStampRoots: [X509Certificate]

  package init(
    ledger: ClientLedger, roots: [X509Certificate], intermediates: [X509Certificate],
    timeStampRoots: [X509Certificate] = []
  ) {
    self.timeStampRoots = timeStampRoots
    self.ledger = ledger
    self.roots = roots
    self.intermediates = intermediates
  }

  /// Nothing uploaded is kept.
  package func callAsFunction(file bytes: [UInt8], client: APIClient) async -> ClientVerification {
    let digest = FileDigest.of(bytes)
    let known = try? await contract(of: digest, client: client)
    return await answer(report(bytes), checked: .uploadedFile, digest: digest, contract: known ?? nil)
  }

  /// Whether the hash is that of a signed state kept here; the stored file is then verified again.
  package func callAsFunction(hash: Digest, client: APIClient) async throws -> ClientVerification {
    guard let contract = try await contract(of: hash, client: client) else {
      return ClientVerification(
        isValid: false, verdict: "unknown", checked: .hashOnly, contractID: nil, digest: hash, problem: nil, signatures: [],
        archivedAt: nil, timeStampAuthority: nil)
    }
    let revision = contract.round.file?.revisions.first { $0.digest == hash }
    let bytes = try await ledger.files.read(contract, revision: revision?.number)
    return await answer(report(bytes), checked: .hashOnly, digest: hash, contract: contract)
  }

  /// Throws `ClientError` `.notFound`.
  package func callAsFunction(contract id: ID<Contract>, client: APIClient) async throws -> ClientVerification {
    let view = try await ledger.find(id, tenantID: client.tenantID)
    let bytes = try await ledger.files.read(view.contract)
    return await answer(report(bytes), checked: .storedFile, digest: view.contract.round.file?.latest.digest, contract: view.contract)
  }

  private func contract(of digest: Digest, client: APIClient) async throws -> Contract? {
    let store = try await ledger.contracts.store(client.tenantID)
    return try await ledger.engine.read { connection in
      guard let known = try store.known(digest, in: connection).last else { return nil }
      return try store.find(known.contractID, in: connection)
    }
  }

  private func report(_ bytes: [UInt8]) -> ValidationReport {
    var validator = SignatureValidator(
      roots: roots, intermediates: intermediates, time: PKITime(microsecondsSince1970: ledger.clock.now.microseconds))
    validator.timeStampRoots = timeStampRoots
    return validator.validate(bytes)
  }

  private func answer(
    _ report: ValidationReport, checked: ClientVerification.Checked, digest: Digest?, contract: Contract?
  ) async -> ClientVerification {
    let archives = await archives(of: contract, digest: digest)
    return ClientVerification(
      isValid: report.verdict == .valid, verdict: report.verdict.rawValue, checked: checked, contractID: contract?.id,
      digest: digest, problem: report.problem,
      signatures: report.signatures.map { signature in
        ClientVerification.Signature(
          signer: signature.signer ?? "", time: signature.provenTime ?? signature.claimedTime,
          issuer: signature.certificate?.issuer ?? "", validFrom: signature.certificate?.notBefore,
          validTo: signature.certificate?.notAfter, level: signature.level.rawValue, isSound: signature.isSound,
          indication: signature.indication.rawValue, timeSource: signature.timeSource.rawValue)
      },
      archivedAt: archives.compactMap { $0.receipt?.at }.min(),
      timeStampAuthority: archives.first { $0.provider == .timeStamp }?.receipt?.authority)
  }

  /// Records of this file or of a state that it begins with; none of a later one (M-009).
  private func archives(of contract: Contract?, digest: Digest?) async -> [ContractArchive] {
    guard let contract, let digest, let revisions = contract.round.file?.revisions,
      let place = revisions.firstIndex(where: { $0.digest == digest })
    else { return [] }
    let rows = try? await ledger.engine.read {
      try ArchiveStore().list(of: contract.id, tenantID: contract.tenantID, in: $0)
    }
    return (rows ?? []).filter { row in row.state == .archived && revisions[...place].contains { $0.digest == row.digest } }
  }
}
