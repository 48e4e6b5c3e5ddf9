import Graphics
import HeqiApplication
import HeqiDomain

/// JSON of contracts as M-006 and M-007 write it.
struct ContractAnswer: Sendable {
  let publicURL: String

  /// The answer to `initiate`.
  func created(_ view: ClientContractView, tasks: [SignTask]) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("contractId", .string(view.contract.id.description)), ("status", status(view)),
      ("transactionNo", .string(view.contract.transactionNo)),
      ("signTasks", .array(tasks.map(task))), ("createdAt", .string(JSONAnswer.iso(view.order.createdAt))),
      ("expiresAt", .string(JSONAnswer.iso(view.order.expiresAt))),
    ]
    if let archive = archive(view) { members.append(("archiveInfo", archive)) }
    if view.isDuplicate { members += [("duplicate", .bool(true)), ("code", .int(ClientError.Code.duplicate.rawValue))] }
    return .object(members)
  }

  func task(_ task: SignTask) -> JSONValue {
    .members([
      "partyId": .string(task.partyID), "signUrl": .string(task.url), "shortUrl": task.shortURL.map(JSONValue.string),
      "expiresAt": JSONAnswer.time(task.expiresAt), "qrCode": Self.qrCode(task.url).map(JSONValue.string),
    ])
  }

  func contract(_ view: ClientContractView) -> JSONValue {
    let contract = view.contract
    return .members([
      "contractId": .string(contract.id.description), "transactionNo": .string(contract.transactionNo),
      "bizId": .string(view.order.bizID), "bizType": .string(view.order.bizType), "title": .string(contract.round.title),
      "templateId": view.order.templateID.map(JSONValue.string), "templateVersion": view.order.templateVersion.map(JSONValue.string),
      "status": status(view), "signers": .array(view.order.signers.map { signer($0, view) }),
      "documentUrl": .string("\(publicURL)\(APIRoutes.root)/contract/\(contract.id)/document"),
      "files": files(contract), "documentHash": contract.round.file.map { .string($0.latest.digest.description) }, "archiveInfo": archive(view),
      "archives": view.archives.isEmpty ? nil : archives(view.archives),
      "createdAt": JSONAnswer.time(view.order.createdAt), "expiresAt": JSONAnswer.time(view.order.expiresAt),
      "signedAt": signedAt(contract), "revokeReason": contract.stage.ending.map { .string($0.reason) },
    ])
  }

  private func status(_ view: ClientContractView) -> JSONValue { .string((view.contract.apiStatus ?? .created).rawValue) }

  private func signer(_ signer: ClientSigner, _ view: ClientContractView) -> JSONValue {
    let state = view.contract.round.party(signer.id)?.state ?? .waiting
    var signedAt: Instant?
    if case .signed(let at) = state { signedAt = at }
    return .members([
      "partyId": .string(signer.partyID), "partyType": .string(signer.partyType), "name": .string(signer.name),
      "organization": signer.organization.map { .members(["name": .string($0.name), "uscc": .string($0.code.text)]) },
      "sealKind": signer.organization?.sealKind.map { .string($0.apiName) },
      "signStatus": .string(SignerAPIStatus(state).rawValue), "signMethod": .string(signer.signMethod.rawValue),
      "notifyType": .string(signer.notifyType.rawValue), "sequence": .int(signer.sequence), "signedAt": JSONAnswer.time(signedAt),
      "transactionNo": signer.progress.transactionNo.map(JSONValue.string), "ipAddress": signer.progress.ipAddress.map(JSONValue.string),
      "deviceInfo": signer.progress.deviceInfo.map(JSONValue.string), "rejectReason": signer.progress.rejectReason.map(JSONValue.string),
    ])
  }

  /// The files that were put into one, with the pages they take in it.
  private func files(_ contract: Contract) -> JSONValue? {
    guard let parts = contract.round.file?.parts, !parts.isEmpty else { return nil }
    return .array(
      parts.map { part in
        .members([
          "name": .string(part.name), "sha256": .string(part.digest.description), "firstPage": .int(part.firstPage),
          "pages": .int(part.pageCount),
        ])
      })
  }

  private func signedAt(_ contract: Contract) -> JSONValue? {
    if case .completed(let at) = contract.stage { return JSONAnswer.time(at) }
    return nil
  }

  func archives(_ archives: [ContractArchive]) -> JSONValue { .array(archives.map(archive)) }

  private func archive(_ archive: ContractArchive) -> JSONValue {
    let own = "\(publicURL)\(APIRoutes.root)/contract/\(archive.contractID)/archive/\(archive.provider.rawValue)"
    return .members([
      "archiveId": .string(archive.archiveID), "provider": .string(archive.provider.rawValue),
      "status": .string(archive.state.rawValue), "documentHash": .string(archive.digest.description),
      "archiveTime": JSONAnswer.time(archive.receipt?.at), "transactionNo": archive.receipt.map { .string($0.transactionNo) },
      "authority": archive.receipt.map { .string($0.authority) },
      "certificateUrl": archive.receipt.map { .string($0.certificateURL ?? own) },
      "code": archive.state == .failed ? .int(ClientError.Code.archiveFailed.rawValue) : nil,
    ])
  }

  /// The first provider's record; before the contract is signed the planned one (B-20).
  private func archive(_ view: ClientContractView) -> JSONValue? {
    guard let provider = view.order.archiveProviders.first else { return nil }
    if let row = view.archives.first(where: { $0.provider == provider }) { return archive(row) }
    return .members([
      "archiveId": .string(ContractArchive.archiveID(view.contract.id, provider)), "provider": .string(provider.rawValue),
      "status": .string("PENDING"),
    ])
  }

  /// PNG data URI of a link.
  static func qrCode(_ text: String) -> String? {
    guard let png = try? QRCode(text).png() else { return nil }
    return "data:image/png;base64," + Base64.encode(png)
  }
}
