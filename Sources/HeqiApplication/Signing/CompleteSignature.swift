import CMS
package import Graphics
package import HeqiDomain
package import HeqiPorts
import HeqiSQL
import HeqiStorage
import PAdES
import PDF

/// Rows 11 and 17, 签署合同: a real PAdES signature made while its signer waits (house decision 3).
package struct CompleteSignature: Sendable {
  /// What the signer sends.
  package struct Input: Sendable {
    package let contractID: ID<Contract>
    /// Digest of the file that was shown.
    package let seenDigest: Digest
    package let isContentConfirmed: Bool
    /// nil takes the default seal.
    package let sealID: ID<Seal>?
    package let handwriting: Handwriting?
    /// Diagonal of the field it was drawn in, in the unit of its samples.
    package let handwritingDiagonal: Double
    /// The six digits; nil where no intention check is asked or where it has passed already.
    package let code: String?
    /// 签章密码 of the chosen seal, where it has one.
    package let sealPIN: Sensitive<String>?

    package init(
      contractID: ID<Contract>, seenDigest: Digest, isContentConfirmed: Bool, sealID: ID<Seal>? = nil,
      handwriting: Handwriting? = nil, handwritingDiagonal: Double = 0, code: String?,
      sealPIN: Sensitive<String>? = nil
    ) {
      self.contractID = contractID
      self.seenDigest = seenDigest
      self.isContentConfirmed = isContentConfirmed
      self.sealID = sealID
      self.handwriting = handwriting
      self.handwritingDiagonal = handwritingDiagonal
      self.code = code
      self.sealPIN = sealPIN
    }
  }

  /// What the signer is told.
  package struct Outcome: Equatable, Sendable {
    package let contract: Contract
    /// The revision that holds this signature.
    package let revision: FileRevision
    /// True when this party had signed before: the same answer, no second signature.
    package let isRepeat: Bool
  }

  private static let attemptsMax = 6
  private let ledger: ContractLedger
  private let files: ContractFiles
  private let signFile: SignFile
  private let pins: SealPINDesk
  private let companyCertificates: IssueCompanyCertificate?
  private let failpoint: any Failpoint

  package init(
    ledger: ContractLedger, files: ContractFiles, keys: any KeyStore, timeStamps: any TimeStampAuthority,
    pins: SealPINDesk, companyCertificates: IssueCompanyCertificate? = nil, failpoint: any Failpoint = NoFailpoint()
  ) {
    self.companyCertificates = companyCertificates
    self.ledger = ledger
    self.files = files
    signFile = SignFile(keys: keys, timeStamps: timeStamps)
    self.pins = pins
    self.failpoint = failpoint
  }

  /// Throws `ContractError`; then nothing was signed. A repeated request is answered with the first one's revision.
  package func callAsFunction(_ input: Input, caller: Caller) async throws -> Outcome {
    var isIntentionTaken = false
    for _ in 0..<Self.attemptsMax {
      let (contract, party) = try await ledger.find(input.contractID, for: caller, .sign)
      if let done = Self.existing(contract, party, caller) { return done }
      if party.state.isSigned { throw try await alreadySigned(party, caller) }
      try await certify(party, caller)
      let material = try await load(contract, party, input, caller)
      let proof =
        isIntentionTaken ? material.intention : try await intention(contract, party, material, input, caller)
      isIntentionTaken = true
      failpoint.pass(.signIntention)
      do {
        return try await sign(contract, party, material, proof, input, caller)
      } catch let error as ContractError where error.code == .staleRevision || error.code == .alreadySigned {
        // Another signer was faster, or this request came twice: look again.
        continue
      }
    }
    throw ContractError(.signingUnavailable, "too many signers at one moment")
  }

  /// The answer of an earlier, successful request of the same party.
  private static func existing(_ contract: Contract, _ party: ContractParty, _ caller: Caller) -> Outcome? {
    guard party.state.isSigned, party.company == nil || party.company?.signedBy == caller.accountID,
      let revision = contract.round.file?.revisions.first(where: { $0.kind == .signature && $0.partyID == party.id })
    else { return nil }
    return Outcome(contract: contract, revision: revision, isRepeat: true)
  }

  /// A colleague was faster (或签): says who.
  private func alreadySigned(_ party: ContractParty, _ caller: Caller) async throws -> ContractError {
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: ledger.clock.now)
    return try await ledger.engine.read { try SignedBy.error(party, vault, in: $0) }
  }

  /// The certificate that names the person and the company, made when somebody signs for it first (E-04).
  private func certify(_ party: ContractParty, _ caller: Caller) async throws {
    guard let organization = party.company?.organizationID, let companyCertificates else { return }
    do {
      try await companyCertificates(
        for: caller.accountID, of: organization, tenantID: caller.tenantID, scene: caller.scene)
    } catch let error as ProviderError {
      throw ContractError(.signingUnavailable, "certificate authority", cause: error)
    } catch let error as OrganizationError {
      throw ContractError(.certificateInvalid, error.code.rawValue, cause: error)
    }
  }

  private func load(
    _ contract: Contract, _ party: ContractParty, _ input: Input, _ caller: Caller
  ) async throws -> SigningMaterial {
    let now = ledger.clock.now
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: now)
    return try await ledger.engine.read { connection in
      try SigningMaterial.load(
        contract, party, caller: caller, sealID: input.sealID, seen: input.seenDigest, vault: vault, at: now,
        in: connection)
    }
  }

  // MARK: guards and intention

  private func facts(
    _ contract: Contract, _ party: ContractParty, _ material: SigningMaterial, _ proof: IntentionProof?, _ input: Input,
    at now: Instant
  ) throws(ContractError) -> SigningFacts {
    if let handwriting = input.handwriting, handwriting.simplicity(fieldDiagonal: input.handwritingDiagonal) != nil {
      throw ContractError(.handwritingTooSimple)
    }
    let isSealUsable = material.isSealUsable && material.drawing != nil
    return SigningFacts(
      seenDigest: input.seenDigest, isContentConfirmed: input.isContentConfirmed,
      readSeconds: material.readSeconds(at: now), intention: proof,
      isMarkUsable: MarkRules(contract.round, party).isUsable(isSealUsable: isSealUsable, isDrawn: input.handwriting != nil),
      isCertificateValid: material.certificate != nil, consentedImages: material.images,
      signerID: party.company == nil ? nil : material.account.id)
  }

  /// Uses the code up once everything else stands, so that no code is lost on a request that could not succeed.
  private func intention(
    _ contract: Contract, _ party: ContractParty, _ material: SigningMaterial, _ input: Input, _ caller: Caller
  ) async throws -> IntentionProof? {
    let now = ledger.clock.now
    let wanted = IntentionProof(method: .smsCode, fileDigest: input.seenDigest, at: now)
    try ContractLifecycle.checkSigning(
      facts(contract, party, material, wanted, input, at: now), of: contract, by: party.id, at: now)
    if let seal = material.seal, MarkRules(contract.round, party).needsSealRight(isDrawn: input.handwriting != nil) {
      try await pins.require(input.sealPIN, of: seal.id, caller: caller)
    }
    guard contract.round.settings.requiresIntentionCheck else { return nil }
    if let proof = material.intention, now.since(proof.at) < OneTimeCodePolicy.lifetime, input.code == nil {
      return proof
    }
    guard let code = input.code else { throw ContractError(.intentionMissing) }
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: now)
    let binding = CodeBinding.signature(
      contract: contract.id.description, file: input.seenDigest, account: caller.accountID)
    let (refusal, earlier) = try await ledger.engine.write { connection -> (CodeRefusal?, IntentionProof?) in
      let store = ContractStore(vault: vault)
      let refusal = try OneTimeCodeStore(vault: vault).consume(
        code: code, purpose: .sign, binding: binding, recipient: material.account.mobile.text, at: now, in: connection)
      if refusal == nil { try store.recordIntention(wanted, party: party.id, by: caller.accountID, at: now, in: connection) }
      return (refusal, try store.reading(party: party.id, digest: input.seenDigest, in: connection)?.intention(of: caller.accountID))
    }
    switch refusal {
    case nil: return wanted
    case .used? where earlier.map { now.since($0.at) < OneTimeCodePolicy.lifetime } == true:
      // The same request once more: its first try runs still, or was cut off (drill 1).
      return earlier
    case .unknown?, .wrong?: throw ContractError(.codeWrong)
    case .expired?, .used?: throw ContractError(.codeExpired)
    case .tooManyTries?: throw ContractError(.codeExhausted)
    }
  }

  // MARK: signature

  private func sign(
    _ contract: Contract, _ party: ContractParty, _ material: SigningMaterial, _ proof: IntentionProof?, _ input: Input,
    _ caller: Caller
  ) async throws -> Outcome {
    let now = ledger.clock.now
    guard let file = contract.round.file else { throw ContractError(.fileMissing) }
    let facts = try facts(contract, party, material, proof, input, at: now)
    try ContractLifecycle.checkSigning(facts, of: contract, by: party.id, at: now)
    guard let certificate = material.certificate else { throw ContractError(.certificateInvalid) }
    let base = try await files.read(contract)
    failpoint.pass(.signPrepared)
    let signed = try await signature(over: base, contract, party, material, certificate, input, at: now)
    failpoint.pass(.signSigned)
    let bytes = signed.bytes
    let blob = try await files.put(bytes, of: contract, at: now)
    failpoint.pass(.signStored)
    let revision = FileRevision(
      number: file.latest.number + 1, kind: .signature, digest: blob.hash, length: bytes.count, partyID: party.id,
      at: now)
    let signer = party.company == nil ? [] : [Event.Fact(ContractFact.signer, Mask.name(material.account.name))]
    let remarks = signer + [
      Event.Fact(ContractFact.mark, input.handwriting == nil ? material.seal?.kind.label.chinese ?? "" : "手写签名"),
      Event.Fact(ContractFact.certificateSerial, certificate.serial),
      Event.Fact(ContractFact.level, signed.level.rawValue),
    ]
    let isStamped = signed.timeStamp != nil
    let (rules, isDrawn) = (MarkRules(contract.round, party), input.handwriting != nil)
    let saved = try await ledger.perform(contract.id, for: caller, .sign) { saved, connection in
      try files.record(blob, over: file.latest, of: saved, at: now, in: connection)
      if let seal = material.seal, rules.needsSealRight(isDrawn: isDrawn) {
        try SealUsage(ledger: ledger).record(
          seal.id, under: saved, party, blob.hash, caller, isShown: rules.showsSeal(isDrawn: isDrawn), at: now, in: connection)
      }
      if !isStamped { try RenewalJob(contractID: contract.id).enqueue(ledger, saved, in: connection) }
      failpoint.pass(.signWritten)
    } _: { current, party in
      if party.state.isSigned { throw ContractError(.alreadySigned) }
      guard current.round.file?.latest == file.latest else { throw ContractError(.staleRevision) }
      return .sign(facts, produced: revision, remarks: remarks)
    }
    failpoint.pass(.signCommitted)
    return Outcome(contract: saved, revision: revision, isRepeat: false)
  }

  private func signature(
    over base: [UInt8], _ contract: Contract, _ party: ContractParty, _ material: SigningMaterial,
    _ certificate: Certificate,
    _ input: Input, at now: Instant
  ) async throws(ContractError) -> SignedFile {
    let size = material.seal.map {
      (width: $0.widthMM * Drawing.pointsPerMillimetre, height: $0.heightMM * Drawing.pointsPerMillimetre)
    }
    let day = CivilTime(now)
    let marks = SignerMarks(
      sealPDF: material.drawing?.pdf, sealSize: size ?? (0, 0), handwriting: input.handwriting, name: material.account.name,
      date: "\(day.year)年\(day.month)月\(day.day)日", number: contract.contractNo ?? contract.transactionNo,
      isCompany: party.kind == .company)
    let drawing = PlaceAppearance(marks: marks)
    let places = contract.round.places(of: party.id)
    guard let place = places.first(where: \.kind.isMark) else { throw ContractError(.placesMissing) }
    var request = SignatureRequest(
      field: .existing(place.fieldName), time: PKITime(microsecondsSince1970: now.microseconds))
    request.appearance = try drawing.appearance(of: place)
    for other in places where other.id != place.id { request.fillings.append(try drawing.filling(of: other)) }
    let seams = contract.round.seams(of: party.id)
    if !seams.isEmpty {
      let sizes = try PageGeometry.sizes(of: base)
      for seam in seams { request.fillings += try drawing.fillings(of: seam, on: sizes) }
    }
    request.name = party.company == nil ? party.name : "\(party.name) \(material.account.name)"
    request.reason = "签署《\(contract.round.title)》 \(contract.transactionNo)"
    do {
      return try await signFile(base, request, with: certificate)
    } catch let error as ContractError {
      throw error
    } catch {
      throw ContractError(.signingUnavailable, "\(type(of: error))", cause: error)
    }
  }
}
