package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import PDF

/// `POST /api/v1/contract/initiate`: makes the document, the fields of all signers, the contract and its links (M-005,
/// M-019). A repeat of a live business number gives the contract that holds it (B-08, 40002).
package struct InitiateClientContract: Sendable {
  private static let attemptsMax = 4
  private let ledger: ClientLedger
  let upload: UploadClientFile
  private let places: PlaceClientFields
  private let fill: FillTemplate
  private let links: IssueSignLinks
  private let offersFaceChecks: Bool
  private let allowsPlainCallbacks: Bool

  /// - Parameters:
  ///   - offersFaceChecks: whether a face service stands behind `FACE_AND_SMS`.
  ///   - allowsPlainCallbacks: whether `callbackUrl` may be `http://`.
  package init(
    ledger: ClientLedger, upload: UploadClientFile, places: PlaceClientFields, fill: FillTemplate, links: IssueSignLinks,
    offersFaceChecks: Bool, allowsPlainCallbacks: Bool
  ) {
    self.ledger = ledger
    self.upload = upload
    self.places = places
    self.fill = fill
    self.links = links
    self.offersFaceChecks = offersFaceChecks
    self.allowsPlainCallbacks = allowsPlainCallbacks
  }

  /// Throws `ClientError` naming the field at fault; then nothing was made.
  package func callAsFunction(
    _ request: ClientContractRequest, client: APIClient, scene: Scene
  ) async throws -> (view: ClientContractView, tasks: [SignTask]) {
    try check(request)
    let vault = try await ledger.vault(client.tenantID)
    let hash = try await contentHash(request, tenantID: client.tenantID)
    for _ in 0..<Self.attemptsMax {
      let (former, live) = try await present(request, vault: vault)
      if let live {
        // Orders made before files counted by their bytes keep the hash of the body as it came.
        guard live.order.requestHash == hash || live.order.requestHash == FileDigest.of(request.body) else { throw ClientError(.duplicate, field: "bizId") }
        return (
          ClientContractView(order: live.order, contract: live.contract, isDuplicate: true),
          try await links.repeated(live, client: client)
        )
      }
      if let made = try await make(request, hash, former: former, vault: vault, client: client, scene: scene) { return made }
      // Another node took the number in between: look again.
    }
    throw ClientError(.duplicate, field: "bizId")
  }

  private func check(_ request: ClientContractRequest) throws(ClientError) {
    if let text = request.callbackURL, CallbackAddress(text)?.isSecure == false, !allowsPlainCallbacks {
      throw .parameter("callbackUrl", "callbackUrl 应以 https:// 开头。", "callbackUrl must start with https://.")
    }
    let ids = request.signers.map(\.partyID)
    guard Set(ids).count == ids.count else {
      throw .parameter("signers", "signers 中 partyId 重复。", "A partyId occurs twice in signers.")
    }
    guard Set(request.signers.map(\.mobile)).count == ids.count else {
      throw .parameter("signers", "签署方的手机号码不能相同。", "Two signers share a mobile number; each signs with a number of its own.")
    }
    if !offersFaceChecks, request.signers.contains(where: { $0.signMethod == .faceAndSMS && $0.organization == nil }) {
      throw ClientError(.providerUnavailable, field: "signers", remark: FaceDesk.noVendor)
    }
    for field in request.fields where !ids.contains(field.partyID) {
      throw .parameter("\(field.path).partyId", "签署位置的 partyId 不在 signers 中。", "The partyId of a sign field is not among signers.")
    }
  }

  /// The contract that holds the business number: `former` any, `live` one that is not ended (B-08).
  private func present(
    _ request: ClientContractRequest, vault: TenantVault
  ) async throws -> (former: ID<Contract>?, live: ClientContractView?) {
    try await ledger.engine.read { connection in
      let store = ClientContractStore(vault: vault)
      guard let id = try store.holder(bizID: request.bizID, bizType: request.bizType, in: connection) else { return (nil, nil) }
      let view = try ClientLedger.find(id, vault: vault, in: connection)
      let isEnded = view.contract.stage.isInvalid
      return (id, isEnded ? nil : view)
    }
  }

  /// nil when a rival took the business number first.
  private func make(
    _ request: ClientContractRequest, _ hash: Digest, former: ID<Contract>?, vault: TenantVault, client: APIClient, scene: Scene
  ) async throws -> (view: ClientContractView, tasks: [SignTask])? {
    try await checkFaces(request, vault: vault)
    let now = ledger.clock.now
    let random = ledger.random
    let paper = try await paper(request, client: client)
    let bytes = paper.bytes
    let companies = try await companies(of: request, vault: vault)
    let signers = try request.signers.enumerated().map { position, signer in
      let company = companies[position]
      return ClientSigner(
        id: random.id(at: now), partyID: signer.partyID, partyType: signer.partyType, name: signer.name,
        idCardNumber: Sensitive(signer.idCardNumber.text), mobile: Sensitive(signer.mobile.text),
        email: signer.email.map { Sensitive($0.text.lowercased()) },
        organization: company.map { found in
          ClientOrganization(
            id: found.organization.id, name: found.organization.name, code: found.organization.code,
            sealKind: signer.organization?.sealKind)
        },
        signMethod: try Self.method(
          of: signer, template: paper.template?.signers.method(at: position), isCompany: company != nil, position: position),
        notifyType: signer.notifyType, sequence: signer.sequence)
    }
    if let position = signers.firstIndex(where: { !request.assuranceLevel.allows($0.signMethod.mode) }) {
      throw ClientError.parameter(
        "signers[\(position)].signMethod",
        "勾选确认（CLICKWRAP）不是可靠的电子签名。请改用 CA_CERT 或 FACE_AND_SMS；确需勾选时将 assuranceLevel 设为 SIMPLE。",
        "CLICKWRAP gives no reliable electronic signature. Use CA_CERT or FACE_AND_SMS, or set assuranceLevel to SIMPLE.")
    }
    let parties = signers.enumerated().map { position, signer in signer.party(of: companies[position]) }
    let draft = try await draft(request, paper: paper, signers: signers, parties: parties, client: client, at: now)
    let prepared: [UInt8]
    do throws(ContractError) {
      try ContractLifecycle.checkInitiation(of: draft.round, at: now)
      prepared = try PrepareFile.fields(of: draft.round, in: bytes)
    } catch {
      throw ClientError.of(error)
    }
    let files = ledger.files
    // What was sent in is the beginning of what is prepared, so one file holds both (house decision 4).
    guard prepared.count >= bytes.count, prepared[..<bytes.count] == bytes[...] else {
      throw ContractError(.fileRefused, "the prepared file does not begin with the file that was sent in")
    }
    let blob = try await files.put(prepared, of: draft, at: now)
    let revision = FileRevision(number: 1, kind: .prepared, digest: blob.hash, length: prepared.count, at: now)
    let order = ClientContract(
      contractID: draft.id, clientID: client.id, tenantID: client.tenantID, bizID: request.bizID, bizType: request.bizType,
      templateID: paper.template?.templateID, templateVersion: paper.template?.version, requestHash: hash, callbackURL: request.callbackURL, callbackHeaders: request.callbackHeaders.map { Sensitive($0) },
      archiveProviders: request.archiveProviders, createdAt: now,
      expiresAt: draft.round.settings.flowExpiresAt ?? now, signers: signers)
    let tasks = links.make(for: order, client: client, at: now)
    let contracts = ledger.contracts
    let view = try await ledger.engine.write { connection -> ClientContractView? in
      let store = ContractStore(vault: vault)
      let orders = ClientContractStore(vault: vault)
      guard
        try orders.take(
          bizID: request.bizID, bizType: request.bizType, for: draft.id, from: former, in: connection)
      else { return nil }
      let numbered = Contract(
        id: draft.id, tenantID: draft.tenantID, transactionNo: try store.nextTransactionNo(in: connection), createdAt: now,
        round: draft.round)
      let saved = try store.insert(numbered, at: now, in: connection)
      try files.record(blob, over: nil, of: saved, at: now, in: connection)
      try orders.insert(order, in: connection)
      for task in tasks { try task.link.map { try SignLinkStore().insert($0, in: connection) } }
      let started = try contracts.apply(
        .initiate(prepared: revision), to: saved, by: .party(saved.round.initiator.id), as: client.actor, from: scene,
        store: store, at: now, in: connection)
      try links.send(tasks, of: order, contract: started, client: client, vault: vault, at: now, in: connection)
      return ClientContractView(order: order, contract: started)
    }
    return view.map { ($0, tasks) }
  }

  /// The companies behind the signers, by place in the list; nil for natural persons.
  private func companies(
    of request: ClientContractRequest, vault: TenantVault
  ) async throws -> [FindClientCompany.Found?] {
    guard request.signers.contains(where: { $0.organization != nil }) else { return request.signers.map { _ in nil } }
    return try await ledger.engine.read { connection in
      try request.signers.enumerated().map { position, signer in
        try signer.organization.map { company in
          try FindClientCompany(vault: vault)(company, signer, path: "signers[\(position)]", in: connection)
        }
      }
    }
  }

  /// A company signs with its handler's certificate and its seal; a natural person as asked, else as the template says.
  private static func method(
    of signer: ClientContractRequest.Signer, template: ClientSignMethod?, isCompany: Bool, position: Int
  ) throws(ClientError) -> ClientSignMethod {
    guard isCompany else { return signer.signMethod ?? template ?? .faceAndSMS }
    guard signer.signMethod == nil || signer.signMethod == .certificate else {
      throw .parameter(
        "signers[\(position)].signMethod", "企业由经办人登录平台，以企业证书和印章签署；请使用 CA_CERT。",
        "A company signs on the platform with its certificate and seal; use CA_CERT.")
    }
    return .certificate
  }

  /// Whoever had a face checked under the business number must be among its signers, by name and number (M-023).
  private func checkFaces(_ request: ClientContractRequest, vault: TenantVault) async throws {
    let checks = try await ledger.engine.read { try FaceStore(vault: vault).live(bizID: request.bizID, in: $0) }
    for check in checks where check.partyID == nil && check.status(at: ledger.clock.now).isLive {
      guard request.signers.contains(where: { check.person.isSame(name: $0.name, idCardNumber: $0.idCardNumber.text) }) else {
        throw ClientError.parameter(
          "signers", "同一 bizId 已为另一人做过人脸核验，姓名和身份证号码须与签署方一致。",
          "A face was checked under this bizId; name and idCardNo must be those of a signer.")
      }
    }
  }

  private func paper(_ request: ClientContractRequest, client: APIClient) async throws -> ClientPaper {
    switch request.source {
    case .file(let id):
      let (file, bytes) = try await upload.read(id, tenantID: client.tenantID)
      return ClientPaper(name: file.name, bytes: bytes)
    case .files(let choices): return try await combined(choices, title: request.title, client: client)
    case .template(let id, let variables):
      let version = try await fill.active(id, tenantID: client.tenantID)
      do throws(TemplateError) { try version.signers.check(count: request.signers.count) } catch { throw ClientError(error) }
      return try ClientPaper(try await fill(version, variables, title: request.title), of: request)
    }
  }

  /// Several files put into one, in their order (J-014).
  private func combined(
    _ choices: [ClientContractRequest.FileChoice], title: String, client: APIClient
  ) async throws -> ClientPaper {
    var parts: [FilePart] = []
    var documents: [DocumentCombiner.Part] = []
    for (position, choice) in choices.enumerated() {
      let read: (file: ClientFile, bytes: [UInt8])
      do {
        read = try await upload.read(choice.id, tenantID: client.tenantID)
      } catch let error as ClientError where error.field == "fileId" {
        throw ClientError(error.code, field: "files[\(position)].fileId", remark: error.remark)
      }
      let name = choice.name ?? read.file.name
      parts.append(
        FilePart(
          name: name, digest: read.file.digest, firstPage: (parts.last?.lastPage ?? 0) + 1, pageCount: read.file.pages))
      documents.append(.init(document: try PDFDocument(read.bytes), title: name))
    }
    guard (parts.last?.lastPage ?? 0) <= ContractLimits.pagesMax else {
      throw ClientError.parameter(
        "files", "各文件合计超过 \(ContractLimits.pagesMax) 页。", "The files have more than \(ContractLimits.pagesMax) pages together.")
    }
    let bytes: [UInt8]
    do {
      bytes = try DocumentCombiner.combine(documents)
    } catch {
      throw ClientError.parameter("files", "文件无法合并，请分别发起。", "The files cannot be put together; send them one by one.")
    }
    guard bytes.count <= ContractLimits.fileBytesMax else { throw ClientError(.tooLarge, field: "files") }
    return ClientPaper(name: title + ".pdf", bytes: bytes, parts: parts)
  }

  private func draft(
    _ request: ClientContractRequest, paper: ClientPaper, signers: [ClientSigner], parties: [ContractParty], client: APIClient,
    at now: Instant
  ) async throws -> Contract {
    let random = ledger.random
    let expires = now.adding(.seconds(Int64(request.expireDays) * 86_400))
    let sequences = Set(signers.map(\.sequence))
    let settings = ContractSettings(
      issueOrder: .sendThenSign, signingOrder: sequences.count > 1 ? .sequential : .parallel, signDeadline: expires,
      flowExpiresAt: expires, subjectMatter: .general)
    let initiator = ContractParty(
      id: random.id(at: now), side: .initiator, kind: .company, accountID: nil, name: client.name, state: .observing)
    let fields = try await places(paper.fields + request.fields, signers: signers, parts: paper.parts, in: paper.bytes, at: now)
    let pageCount = fields.pageCount
    let file = ContractFile(
      id: random.id(at: now), name: paper.name, pageCount: pageCount,
      original: FileRevision(number: 0, kind: .original, digest: FileDigest.of(paper.bytes), length: paper.bytes.count, at: now),
      parts: paper.parts)
    let round = ContractRound(
      title: request.title, file: file, initiator: initiator, receivers: parties, places: fields.places, settings: settings)
    return Contract(id: random.id(at: now), tenantID: client.tenantID, transactionNo: "", createdAt: now, round: round)
  }
}

extension ClientError {
  /// A refusal of the contract's rules as the open API tells it.
  package static func of(_ error: ContractError) -> ClientError {
    switch error.code {
    case .notFound, .notAParty, .notDelivered: ClientError(.notFound)
    case .fileTooLarge: ClientError(.tooLarge)
    case .titleInvalid: ClientError(.parameter, field: "title", remark: error.message)
    case .placeOutsidePage, .placesMissing, .tooManyPlaces, .keywordNotFound:
      ClientError(.parameter, field: "signFields", remark: error.message)
    case .duplicateParty, .tooManyReceivers, .receiversMissing, .receiverUnreachable:
      ClientError(.parameter, field: "signers", remark: error.message)
    case .deadlineInPast, .deadlineMissing, .deadlineOrder: ClientError(.parameter, field: "expireDays", remark: error.message)
    case .reasonMissing, .reasonTooLong: ClientError(.parameter, field: "reason", remark: error.message)
    case .fileRefused, .tooManyPages: ClientError(.parameter, field: "fileId", remark: error.message)
    default: ClientError(.wrongState, remark: error.message)
    }
  }
}
