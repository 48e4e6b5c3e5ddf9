package import CMS
package import HeqiDomain
package import HeqiPorts
import HeqiSQL
import HeqiStorage
import Typeset

/// Row 21: once everybody has signed, verifies all signatures again, raises the file to B-LTA, makes and signs the
/// 存证报告 and the 存证确认函, and completes the contract. Safe to run again after any interruption.
///
/// When no authority answers, the contract completes at the level it has and says so; a job raises it later.
package struct CompleteContract: Sendable {
  /// Who vouches for what, and where people verify.
  package struct Trust: Sendable {
    package let roots: [X509Certificate]
    package let intermediates: [X509Certificate]
    /// Further roots, for time-stamp authorities alone.
    package let timeStampRoots: [X509Certificate]
    /// Says whether the certificate authority is licensed (E-04).
    package let authorityStatement: Bilingual
    /// Address of the platform without a slash at its end.
    package let publicURL: String

    package init(
      roots: [X509Certificate], intermediates: [X509Certificate], timeStampRoots: [X509Certificate] = [],
      authorityStatement: Bilingual, publicURL: String
    ) {
      self.timeStampRoots = timeStampRoots
      self.roots = roots
      self.intermediates = intermediates
      self.authorityStatement = authorityStatement
      self.publicURL = publicURL
    }
  }

  private let ledger: ContractLedger
  private let files: ContractFiles
  private let signer: PlatformSigner
  private let trust: Trust
  private let proof: ProlongProof
  private let failpoint: any Failpoint

  package init(
    ledger: ContractLedger, files: ContractFiles, signer: PlatformSigner, trust: Trust, proof: ProlongProof,
    failpoint: any Failpoint = NoFailpoint()
  ) {
    self.ledger = ledger
    self.files = files
    self.signer = signer
    self.trust = trust
    self.proof = proof
    self.failpoint = failpoint
  }

  /// The completed contract; unchanged when it is complete already or ended otherwise.
  /// Throws `ContractError` `.signaturesUnverified` when a signature does not stand: an operator must look; so
  /// `.recordsDamaged` when its log was changed behind the program's back.
  @discardableResult
  package func callAsFunction(_ id: ID<Contract>, tenantID: String) async throws -> Contract {
    let store = try await ledger.store(tenantID)
    let found = try await ledger.engine.read { try store.find(id, in: $0) }
    guard let contract = found else { throw ContractError(.notFound) }
    guard contract.stage.isLive, contract.round.allSigned else { return contract }
    let now = ledger.clock.now
    let bytes = try await files.read(contract)
    let first = try review(bytes, contract, at: now)
    failpoint.pass(.completeVerified)
    let final = try await final(bytes, of: contract, at: now)
    let shown = final.map { contract.followed(by: $0.revision) } ?? contract
    let documents = try await documents(shown, final?.review ?? first, store, at: now)
    failpoint.pass(.completeStored)
    let latest = contract.round.file?.latest
    return try await ledger.performAsSystem(id, tenantID: tenantID) { saved, connection in
      for document in documents {
        guard try EvidenceFileStore().insert(document.file, in: connection) else { continue }
        try files.record(document.blob, over: nil, of: saved, at: now, in: connection)
      }
      if let final { try files.record(final.blob, over: latest, of: saved, at: now, in: connection) }
      try RenewalJob(contractID: saved.id).enqueue(
        ledger, saved, notBefore: final.map { ProlongProof.nextLook($0.end, after: now) }, in: connection)
      failpoint.pass(.completeWritten)
    } _: { current in
      guard current.round.file?.latest == latest else { throw ContractError(.staleRevision) }
      return .complete(
        CompletionFacts(
          isVerified: true, finalFile: final?.revision, report: documents.first { $0.file.kind == .report }?.issued,
          confirmation: documents.first { $0.file.kind == .confirmation }?.issued))
    }
  }

  private func review(
    _ bytes: [UInt8], _ contract: Contract, at now: Instant
  ) throws(ContractError) -> SignatureReview {
    let review = SignatureReview(bytes, trust: trust, at: now)
    guard review.isComplete(for: contract.round) else {
      throw ContractError(.signaturesUnverified, review.problem(for: contract.round))
    }
    return review
  }

  /// The file at B-LTA, verified once more.
  private struct Final: Sendable {
    let revision: FileRevision
    let blob: BlobReference
    let end: Instant
    let review: SignatureReview
  }

  /// Nil when authorities or responders give nothing now.
  private func final(_ bytes: [UInt8], of contract: Contract, at now: Instant) async throws -> Final? {
    guard let latest = contract.round.file?.latest, let longer = try? await proof(bytes, at: now) else { return nil }
    let review = try review(longer.bytes, contract, at: now)
    let blob = try await files.put(longer.bytes, of: contract, at: now)
    let revision = FileRevision(
      number: latest.number + 1, kind: .renewal, digest: blob.hash, length: longer.bytes.count, at: now)
    return Final(revision: revision, blob: blob, end: longer.end, review: review)
  }

  private struct MadeDocument: Sendable {
    let file: EvidenceFile
    let blob: BlobReference
    var issued: CompletionFacts.Document { .init(title: file.title, digest: file.digest) }
  }

  private func documents(
    _ contract: Contract, _ review: SignatureReview, _ store: ContractStore, at now: Instant
  ) async throws -> [MadeDocument] {
    let reportID: ID<EvidenceFile> = ledger.random.id(at: now)
    let confirmationID: ID<EvidenceFile> = ledger.random.id(at: now)
    let facts = try await facts(contract, review, store, reportID.description, at: now)
    let report = try await make(
      .report, reportID, EvidenceReport(facts: facts).document().render(), contract, at: now)
    failpoint.pass(.completeReported)
    let letter = EvidenceConfirmation(facts: facts, reportTitle: report.file.title, reportDigest: report.file.digest)
    return [report, try await make(.confirmation, confirmationID, letter.document().render(), contract, at: now)]
  }

  private func facts(
    _ contract: Contract, _ review: SignatureReview, _ store: ContractStore, _ reportID: String, at now: Instant
  ) async throws -> EvidenceFacts {
    let vault = store.vault
    let tenantID = contract.tenantID
    let (people, events) = try await ledger.engine.read { connection in
      if case .broken(let sequence) = try EventStore().verifyChain(of: contract.subject, tenantID: tenantID, in: connection) {
        throw ContractError(.recordsDamaged, "event \(sequence)")
      }
      let verifications = VerificationStore(vault: vault)
      let people = try contract.round.parties.map { party in
        EvidenceFacts.Person(
          party: party, verification: try party.signerID.flatMap { try verifications.find(of: $0, in: connection) },
          organization: try party.company?.organizationID.flatMap {
            try OrganizationStore(tenantID: tenantID).find($0, in: connection)
          })
      }
      return (people, try ViewContract.events(of: contract, in: connection))
    }
    return EvidenceFacts(
      reportID: reportID, contract: contract, people: people, review: review, events: events,
      publicURL: trust.publicURL,
      authorityStatement: trust.authorityStatement, at: now)
  }

  private func make(
    _ kind: EvidenceFile.Kind, _ id: ID<EvidenceFile>, _ pdf: [UInt8], _ contract: Contract, at now: Instant
  ) async throws -> MadeDocument {
    let title = "\(contract.round.title)_\(kind.title.chinese)"
    let signed = try await signer.sign(pdf, reason: "\(kind.title.chinese) \(contract.transactionNo)", at: now)
    let blob = try await files.putEvidence(signed, of: contract, at: now)
    return MadeDocument(
      file: EvidenceFile(
        id: id, tenantID: contract.tenantID, contractID: contract.id, roundNumber: contract.round.number, kind: kind,
        title: title, digest: blob.hash, length: signed.count, createdAt: now), blob: blob)
  }
}
