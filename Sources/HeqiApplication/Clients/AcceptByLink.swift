package import CMS
package import HeqiDomain
package import HeqiPorts
import HeqiSQL
import HeqiStorage
import PAdES
import PDF

/// 协议勾选 by link (J-002, B-30): the signer ticks that the text is accepted. A document time stamp of the platform fixes
/// exactly the file that was shown; no certificate and no seal are made, and the evidence says so.
package struct AcceptByLink: Sendable {
  private static let attemptsMax = 6

  private let links: SignLinkActions
  private let timeStamps: any TimeStampAuthority
  private let roots: [X509Certificate]

  package init(links: SignLinkActions, timeStamps: any TimeStampAuthority, roots: [X509Certificate]) {
    self.links = links
    self.timeStamps = timeStamps
    self.roots = roots
  }

  private var ledger: ClientLedger { links.ledger }

  /// The contract after it. A repeat after success is answered with the present state. Throws `ClientError`;
  /// `ContractError` `.contentUnconfirmed`, `.readingTooShort`, `.fileChanged`, and `.signingUnavailable` while no
  /// time-stamping authority answers: then nothing has changed.
  package func callAsFunction(
    _ token: String, seen: HeqiDomain.Digest, isConfirmed: Bool, scene: Scene, language: Language
  ) async throws -> Contract {
    for _ in 0..<Self.attemptsMax {
      let visit = try await links.visit(token, scene: scene, language: language)
      if visit.party.state.isSigned { return visit.contract }
      try links.requireOpen(visit)
      guard visit.party.mode == .clickwrap else { throw ContractError(.intentionMissing) }
      do {
        return try await accept(visit, seen: seen, isConfirmed: isConfirmed)
      } catch let error as ContractError where error.code == .staleRevision {
        continue  // Another party was faster: the stamp goes over the newer file, which shows the same.
      }
    }
    throw ContractError(.signingUnavailable, "too many signers at one moment")
  }

  private func accept(_ visit: LinkVisit, seen: HeqiDomain.Digest, isConfirmed: Bool) async throws -> Contract {
    let now = ledger.clock.now
    let contract = visit.contract
    guard let file = contract.round.file else { throw ContractError(.fileMissing) }
    let facts = SigningFacts(
      seenDigest: seen, isContentConfirmed: isConfirmed, readSeconds: try await links.readSeconds(visit, seen: seen, at: now),
      intention: nil, isMarkUsable: true, isCertificateValid: true, consentedImages: [])
    try ContractLifecycle.checkSigning(facts, of: contract, by: visit.party.id, at: now)
    let files = ledger.files
    let stamped = try await stamp(try await files.read(contract), for: visit.party, at: now)
    let blob = try await files.put(stamped, of: contract, at: now)
    let revision = FileRevision(
      number: file.latest.number + 1, kind: .signature, digest: blob.hash, length: stamped.count, partyID: visit.party.id, at: now)
    let signer = visit.signed(transactionNo: ledger.random.token(byteCount: 16))
    let vault = try await ledger.vault(visit.link.tenantID)
    let remarks = [Event.Fact(ContractFact.mark, SignMode.clickwrap.title.chinese)]
    return try await ledger.contracts.perform(contract.id, for: visit.caller, .sign) { saved, connection in
      try files.record(blob, over: file.latest, of: saved, at: now, in: connection)
      try ClientContractStore(vault: vault).save(signer, in: connection)
      guard try SignLinkStore().use(visit.link.id, at: now, in: connection) else { throw ClientError(.linkUsed) }
    } _: { current, party in
      if party.state.isSigned { throw ContractError(.alreadySigned) }
      guard current.round.file?.latest == file.latest else { throw ContractError(.staleRevision) }
      return .sign(facts, produced: revision, remarks: remarks)
    }
  }

  private func stamp(_ bytes: [UInt8], for party: ContractParty, at now: Instant) async throws -> [UInt8] {
    let extender = LongTermExtender(roots: roots, now: PKITime(microsecondsSince1970: now.microseconds))
    let timeStamps = timeStamps
    do {
      return try await extender.addDocumentTimeStamp(to: PDFDocument(bytes), fieldName: party.acceptanceField) { imprint in
        guard let digest = HeqiDomain.Digest(imprint) else { throw ContractError(.signingUnavailable) }
        return try await timeStamps.token(over: digest)
      }
    } catch {
      throw ContractError(.signingUnavailable, "time stamp over an acceptance", cause: error)
    }
  }
}
