import CMS
import Foundation
package import Graphics
package import HeqiDomain
package import HeqiPorts
import HeqiSQL
import HeqiStorage
import PAdES
import PDF

/// Signs for a person without an account: identified by the business system's data, a face check where asked, a code to the
/// registered mobile number bound to the file, and a certificate for this one signature (M-020, E-24).
package struct SignByLink: Sendable {
  package struct Input: Sendable {
    package let seenDigest: Digest
    package let isContentConfirmed: Bool
    package let handwriting: Handwriting?
    package let handwritingDiagonal: Double
    package let code: String?

    package init(
      seenDigest: Digest, isContentConfirmed: Bool, handwriting: Handwriting?, handwritingDiagonal: Double, code: String?
    ) {
      self.seenDigest = seenDigest
      self.isContentConfirmed = isContentConfirmed
      self.handwriting = handwriting
      self.handwritingDiagonal = handwritingDiagonal
      self.code = code
    }
  }

  /// Life of an event certificate, seconds: long enough for a time stamp that comes late.
  private static let certificateSeconds: Int64 = 86_400
  private static let attemptsMax = 6
  private static let sealSideMM = 20.0

  /// The seal that stands for a signer's name; nil for a name that no seal can hold.
  package static func seal(of signer: ClientSigner) -> Drawing? { try? NameSeal(name: signer.name, side: sealSideMM).drawing() }

  private let links: SignLinkActions
  private let keys: any KeyStore
  private let authority: any CertificateAuthority
  private let timeStamps: any TimeStampAuthority

  package init(
    links: SignLinkActions, keys: any KeyStore, authority: any CertificateAuthority, timeStamps: any TimeStampAuthority
  ) {
    self.links = links
    self.keys = keys
    self.authority = authority
    self.timeStamps = timeStamps
  }

  private var ledger: ClientLedger { links.ledger }

  /// The contract after it. A repeat after success is answered with the present state. Throws `ClientError`,
  /// `ContractError`.
  ///
  /// - Parameter proved: an intention that was proved for several files at once; nil asks `input` for the code.
  package func callAsFunction(
    _ token: String, _ input: Input, proof proved: IntentionProof? = nil, scene: Scene, language: Language
  ) async throws -> Contract {
    var proof = proved
    for _ in 0..<Self.attemptsMax {
      let visit = try await links.visit(token, scene: scene, language: language)
      if visit.party.state.isSigned { return visit.contract }
      try links.requireOpen(visit)
      guard !visit.needsFace else { throw ClientError(.faceFailed) }
      guard visit.party.mode == .certificate else { throw ContractError(.intentionMissing) }
      do {
        let confirmed = if let proof { proof } else { try await intention(visit, input) }
        proof = confirmed
        return try await sign(visit, input, confirmed)
      } catch let error as ContractError where error.code == .staleRevision {
        continue  // Another signer was faster: sign the newer file.
      }
    }
    throw ContractError(.signingUnavailable, "too many signers at one moment")
  }

  private func facts(
    _ visit: LinkVisit, _ input: Input, _ proof: IntentionProof, at now: Instant
  ) async throws -> SigningFacts {
    if let handwriting = input.handwriting, handwriting.simplicity(fieldDiagonal: input.handwritingDiagonal) != nil {
      throw ContractError(.handwritingTooSimple)
    }
    let seconds = try await links.readSeconds(visit, seen: input.seenDigest, at: now)
    let needsHandwriting = visit.contract.round.places(of: visit.party.id).contains { $0.kind == .handwriting }
    return SigningFacts(
      seenDigest: input.seenDigest, isContentConfirmed: input.isContentConfirmed, readSeconds: seconds, intention: proof,
      isMarkUsable: !needsHandwriting || input.handwriting != nil, isCertificateValid: true, consentedImages: [])
  }

  /// Uses the code up, once everything else stands.
  private func intention(_ visit: LinkVisit, _ input: Input) async throws -> IntentionProof {
    let now = ledger.clock.now
    let wanted = IntentionProof(method: .smsCode, fileDigest: input.seenDigest, at: now)
    try ContractLifecycle.checkSigning(
      await facts(visit, input, wanted, at: now), of: visit.contract, by: visit.party.id, at: now)
    guard let code = input.code else { throw ContractError(.intentionMissing) }
    let vault = try await ledger.vault(visit.link.tenantID)
    let binding = CodeBinding.signature(
      contract: visit.contract.id.description, file: input.seenDigest, party: visit.party.id)
    let recipient = visit.signer.mobile.reveal()
    let partyID = visit.party.id
    let account = visit.signer.standIn
    let (refusal, earlier) = try await ledger.engine.write { connection -> (CodeRefusal?, IntentionProof?) in
      let store = ContractStore(vault: vault)
      let refusal = try OneTimeCodeStore(vault: vault).consume(
        code: code, purpose: .sign, binding: binding, recipient: recipient, at: now, in: connection)
      if refusal == nil { try store.recordIntention(wanted, party: partyID, by: account, at: now, in: connection) }
      return (refusal, try store.reading(party: partyID, digest: input.seenDigest, in: connection)?.intention(of: account))
    }
    switch refusal {
    case nil: return wanted
    case .used?:
      // The same request once more after its first try was cut off (drill 1).
      guard let earlier, now.since(earlier.at) < OneTimeCodePolicy.lifetime else { throw ContractError(.codeExpired) }
      return earlier
    case .unknown?, .wrong?: throw ContractError(.codeWrong)
    case .expired?: throw ContractError(.codeExpired)
    case .tooManyTries?: throw ContractError(.codeExhausted)
    }
  }

  private func sign(_ visit: LinkVisit, _ input: Input, _ proof: IntentionProof) async throws -> Contract {
    let now = ledger.clock.now
    let contract = visit.contract
    guard let file = contract.round.file else { throw ContractError(.fileMissing) }
    let facts = try await facts(visit, input, proof, at: now)
    try ContractLifecycle.checkSigning(facts, of: contract, by: visit.party.id, at: now)
    let files = ledger.files
    let base = try await files.read(contract)
    let transactionNo = ledger.random.token(byteCount: 16)
    let event = try await certificate(visit, proof, transactionNo: transactionNo, at: now)
    let signed = try await signature(over: base, visit, event, input, at: now)
    let blob = try await files.put(signed.bytes, of: contract, at: now)
    let revision = FileRevision(
      number: file.latest.number + 1, kind: .signature, digest: blob.hash, length: signed.bytes.count, partyID: visit.party.id,
      at: now)
    var remarks = [
      Event.Fact(ContractFact.mark, input.handwriting == nil ? SealKind.personalName.label.chinese : "手写签名"),
      Event.Fact(ContractFact.certificateSerial, event.certificate.serial), Event.Fact(ContractFact.level, signed.level.rawValue),
    ]
    if let method = visit.signer.progress.faceMethod { remarks.append(Event.Fact(ContractFact.faceMethod, FaceMethod.words(method))) }
    if let face = visit.signer.progress.faceTransactionNo { remarks.append(Event.Fact(ContractFact.faceTransactionNo, face)) }
    let signer = visit.signed(transactionNo: transactionNo)
    let isStamped = signed.timeStamp != nil
    let vault = try await ledger.vault(visit.link.tenantID)
    let contracts = ledger.contracts
    let facted = remarks
    return try await contracts.perform(contract.id, for: visit.caller, .sign) { saved, connection in
      try files.record(blob, over: file.latest, of: saved, at: now, in: connection)
      try EventCertificateStore().insert(event.certificate, in: connection)
      try ClientContractStore(vault: vault).save(signer, in: connection)
      guard try SignLinkStore().use(visit.link.id, at: now, in: connection) else { throw ClientError(.linkUsed) }
      if !isStamped { try RenewalJob(contractID: contract.id).enqueue(contracts, saved, in: connection) }
    } _: { current, party in
      if party.state.isSigned { throw ContractError(.alreadySigned) }
      guard current.round.file?.latest == file.latest else { throw ContractError(.staleRevision) }
      return .sign(facts, produced: revision, remarks: facted)
    }
  }

  // MARK: certificate and signature

  private struct EventKey: Sendable {
    let key: StoredKey
    let owner: String
    let certificate: EventCertificate
  }

  /// A key for this one signature and a certificate whose subject carries the digest of the intention proof (E-24): who,
  /// which file, how and when it was proved. The key's handle is never stored, so that nothing can sign with it again.
  private func certificate(
    _ visit: LinkVisit, _ proof: IntentionProof, transactionNo: String, at now: Instant
  ) async throws -> EventKey {
    let statement = [
      "heqi-intention-1", visit.contract.id.description, visit.party.id.description, visit.signer.name,
      FileDigest.of(Array(visit.signer.idCardNumber.reveal().utf8)).hex, proof.fileDigest.hex, proof.method.rawValue,
      String(proof.at.microseconds), visit.signer.progress.faceTransactionNo ?? "", transactionNo,
    ].joined(separator: "\n")
    let owner = "event-\(visit.party.id)"
    do {
      let key = try await keys.makeKey(owner: owner)
      let issued = try await authority.issue(
        subject: CertificateSubject(commonName: visit.signer.name, serialNumber: FileDigest.of(Array(statement.utf8)).hex),
        publicKey: key.publicKey, validSeconds: Self.certificateSeconds, at: now)
      return EventKey(
        key: key, owner: owner,
        certificate: EventCertificate(
          serial: issued.serial, tenantID: visit.link.tenantID, partyID: visit.party.id, subjectName: visit.signer.name,
          chain: issued.chain, notBefore: issued.notBefore, notAfter: issued.notAfter))
    } catch {
      throw ContractError(.signingUnavailable, "event certificate", cause: error)
    }
  }

  private func signature(
    over base: [UInt8], _ visit: LinkVisit, _ event: EventKey, _ input: Input, at now: Instant
  ) async throws -> SignedFile {
    let day = CivilTime(now)
    let seal = Self.seal(of: visit.signer)
    let side = Self.sealSideMM * Drawing.pointsPerMillimetre
    let marks = SignerMarks(
      sealPDF: seal?.pdf(), sealSize: (side, side), handwriting: input.handwriting, name: visit.signer.name,
      date: "\(day.year)年\(day.month)月\(day.day)日", number: visit.contract.contractNo ?? visit.contract.transactionNo)
    let drawing = PlaceAppearance(marks: marks)
    let places = visit.contract.round.places(of: visit.party.id)
    guard let place = places.first(where: \.kind.isMark) else { throw ContractError(.placesMissing) }
    var request = SignatureRequest(
      field: .existing(place.fieldName), time: PKITime(microsecondsSince1970: now.microseconds))
    request.appearance = try drawing.appearance(of: place)
    for other in places where other.id != place.id { request.fillings.append(try drawing.filling(of: other)) }
    request.name = visit.signer.name
    request.reason = "签署《\(visit.contract.round.title)》 \(visit.contract.transactionNo)"
    let timeStamps = timeStamps
    do {
      let chain = try event.certificate.chain.map { der throws(CMSError) in try X509Certificate(der: der) }
      guard let leaf = chain.first else { throw ContractError(.certificateInvalid) }
      let key = KeyStoreSigningKey(keys: keys, handle: event.key.handle, owner: event.owner, publicKey: leaf.publicKey)
      let signer = try PDFSigner(certificate: leaf, chain: Array(chain.dropFirst()), algorithm: key.algorithm)
      return try await signer.sign(PDFDocument(base), request, key: key) { imprint in
        guard let digest = Digest(imprint) else { return nil }
        return try await timeStamps.token(over: digest)
      }
    } catch let error as ContractError {
      throw error
    } catch {
      throw ContractError(.signingUnavailable, "\(type(of: error))", cause: error)
    }
  }
}
