package import HeqiDomain
package import HeqiSQL

/// What business systems asked for, beside the contracts themselves (M-013, M-014).
package struct ClientContractStore: Sendable {
  package let vault: TenantVault

  package init(vault: TenantVault) { self.vault = vault }

  private var tenant: SQLValue { .text(vault.tenantID) }

  // MARK: business numbers

  /// The contract that holds a business number now.
  package func holder(bizID: String, bizType: String, in connection: any SQLConnection) throws -> ID<Contract>? {
    try connection.first(ClientContractSQL.selectBusiness, [tenant, .text(bizID), .text(bizType)]).map { try $0.id("contract_id") }
  }

  /// Gives a business number to a contract, if `former` (or nobody) still holds it. False when a rival was faster.
  package func take(
    bizID: String, bizType: String, for contract: ID<Contract>, from former: ID<Contract>?, in connection: any SQLConnection
  ) throws -> Bool {
    try connection.execute(
      ClientContractSQL.takeBusiness,
      [tenant, .text(bizID), .text(bizType), SQLValue(contract), .text(former?.description ?? "")]) == 1
  }

  // MARK: contracts

  package func insert(_ contract: ClientContract, in connection: any SQLConnection) throws {
    let headers = try contract.callbackHeaders.map { try vault.seal($0, at: Self.place("callback_headers", contract.contractID.description)) }
    try connection.execute(
      ClientContractSQL.insert,
      [
        tenant, SQLValue(contract.contractID), SQLValue(contract.clientID), .text(contract.bizID), .text(contract.bizType),
        SQLValue(contract.templateID), SQLValue(contract.templateVersion), SQLValue(contract.requestHash),
        SQLValue(contract.callbackURL), SQLValue(headers),
        .text(contract.archiveProviders.map(\.rawValue).joined(separator: " ")), SQLValue(contract.createdAt),
        SQLValue(contract.expiresAt),
      ])
    for (position, signer) in contract.signers.enumerated() {
      try connection.execute(
        ClientContractSQL.insertSigner,
        try [
          tenant, SQLValue(signer.id), SQLValue(contract.contractID), SQLValue(position), .text(signer.partyID),
          .text(signer.partyType), .text(signer.name), .blob(seal(signer.idCardNumber, "id_card", signer)),
          index(signer.idCardNumber, "id_card"), .blob(seal(signer.mobile, "mobile", signer)), index(signer.mobile, "mobile"),
          .text(signer.signMethod.rawValue), .text(signer.notifyType.rawValue), SQLValue(signer.sequence),
        ] + Self.progress(signer.progress) + [SQLValue(signer.email.map { try seal($0, "email", signer) })]
          + Self.organization(signer.organization))
    }
  }

  /// The kind of seal a business system asked of this party; nil where it said nothing, or did not send the contract.
  package static func sealKind(
    of party: ID<ContractParty>, tenantID: String, in connection: any SQLConnection
  ) throws -> SealKind? {
    try connection.first(ClientContractSQL.selectSealKind, [.text(tenantID), SQLValue(party)])?.optionalText("seal_kind").flatMap(SealKind.init(rawValue:))
  }

  private static func organization(_ organization: ClientOrganization?) -> [SQLValue] {
    [
      SQLValue(organization?.id), SQLValue(organization?.name), SQLValue(organization?.code.text),
      SQLValue(organization?.sealKind?.rawValue),
    ]
  }

  private static func organization(_ row: SQLRow) throws -> ClientOrganization? {
    guard let id: ID<Organization> = try row.optionalID("organization_id") else { return nil }
    guard let code = try? UnifiedSocialCreditCode(try row.text("organization_code")) else {
      throw SQLError.decoding("column “organization_code” holds no credit code")
    }
    return ClientOrganization(
      id: id, name: try row.text("organization_name"), code: code, sealKind: try row.optionalText("seal_kind").flatMap(SealKind.init(rawValue:)))
  }

  package func find(_ id: ID<Contract>, in connection: any SQLConnection) throws -> ClientContract? {
    try connection.first(ClientContractSQL.select, [tenant, SQLValue(id)]).map { try contract($0, in: connection) }
  }

  /// The headers that go along with its callbacks, and nothing else of it.
  package func callbackHeaders(of id: ID<Contract>, in connection: any SQLConnection) throws -> Sensitive<String>? {
    try connection.first(ClientContractSQL.selectHeaders, [tenant, SQLValue(id)])?.optionalBlob("callback_headers").map {
      try vault.open($0, at: Self.place("callback_headers", id.description))
    }
  }

  /// What a list is limited to.
  package enum Filter: Sendable {
    case all
    case bizID(String)
    /// Normalised, 11 digits.
    case mobile(Sensitive<String>)
  }

  /// Newest first.
  ///
  /// - Parameters:
  ///   - last: the last contract of the page before.
  ///   - from: created at this time or later.
  ///   - until: created before this time.
  package func list(
    _ filter: Filter, from: Instant?, until: Instant?, after last: ClientContract?, limit: Int, in connection: any SQLConnection
  ) throws -> [ClientContract] {
    let end = last?.createdAt ?? until ?? Instant(microseconds: .max)
    let common: [SQLValue] = [
      tenant, SQLValue(end), .text(last?.contractID.description ?? ""), SQLValue(from ?? Instant(microseconds: 0)), SQLValue(limit),
    ]
    let rows: [SQLRow]
    switch filter {
    case .all: rows = try connection.query(ClientContractSQL.selectByTime, common)
    case .bizID(let bizID): rows = try connection.query(ClientContractSQL.selectByBusiness, common + [.text(bizID)])
    case .mobile(let mobile): rows = try connection.query(ClientContractSQL.selectByMobile, common + [index(mobile, "mobile")])
    }
    return try rows.map { try contract($0, in: connection) }
  }

  /// Saves what a signer has done.
  package func save(_ signer: ClientSigner, in connection: any SQLConnection) throws {
    let progress = signer.progress
    try connection.execute(
      ClientContractSQL.updateSigner,
      [
        tenant, SQLValue(signer.id), SQLValue(progress.faceTransactionNo), SQLValue(progress.facePassedAt),
        SQLValue(progress.transactionNo), SQLValue(progress.ipAddress), SQLValue(progress.deviceInfo), SQLValue(progress.rejectReason),
        SQLValue(progress.faceMethod),
      ])
  }

  private func contract(_ row: SQLRow, in connection: any SQLConnection) throws -> ClientContract {
    let id: ID<Contract> = try row.id("contract_id")
    let providers = try row.text("archive_providers").split(separator: " ").compactMap { ArchiveProvider(rawValue: String($0)) }
    return ClientContract(
      contractID: id, clientID: try row.id("client_id"), tenantID: vault.tenantID, bizID: try row.text("biz_id"),
      bizType: try row.text("biz_type"), templateID: try row.optionalText("template_id"),
      templateVersion: try row.optionalText("template_version"), requestHash: try row.digest("request_hash"),
      callbackURL: try row.optionalText("callback_url"),
      callbackHeaders: try row.optionalBlob("callback_headers").map {
        try vault.open($0, at: Self.place("callback_headers", id.description))
      },
      archiveProviders: providers, createdAt: try row.instant("created_at_us"), expiresAt: try row.instant("expires_at_us"),
      signers: try connection.query(ClientContractSQL.selectSigners, [tenant, SQLValue(id)]).map(signer))
  }

  private func signer(_ row: SQLRow) throws -> ClientSigner {
    let id: ID<ContractParty> = try row.id("id")
    return ClientSigner(
      id: id, partyID: try row.text("party_id"), partyType: try row.text("party_type"), name: try row.text("name"),
      idCardNumber: try vault.open(try row.blob("id_card"), at: Self.signerPlace("id_card", id)),
      mobile: try vault.open(try row.blob("mobile"), at: Self.signerPlace("mobile", id)),
      email: try row.optionalBlob("email").map { try vault.open($0, at: Self.signerPlace("email", id)) },
      organization: try Self.organization(row), signMethod: try row.choice("sign_method"), notifyType: try row.choice("notify_type"), sequence: try row.int("sequence"),
      progress: SignerProgress(
        faceTransactionNo: try row.optionalText("face_transaction_no"), faceMethod: try row.optionalText("face_method"),
        facePassedAt: try row.optionalInstant("face_passed_at_us"),
        transactionNo: try row.optionalText("transaction_no"), ipAddress: try row.optionalText("ip_address"),
        deviceInfo: try row.optionalText("device_info"), rejectReason: try row.optionalText("reject_reason")))
  }

  private static func progress(_ progress: SignerProgress) -> [SQLValue] {
    [
      SQLValue(progress.faceTransactionNo), SQLValue(progress.facePassedAt), SQLValue(progress.transactionNo),
      SQLValue(progress.ipAddress), SQLValue(progress.deviceInfo), SQLValue(progress.rejectReason), SQLValue(progress.faceMethod),
    ]
  }

  private func seal(_ value: Sensitive<String>, _ column: String, _ signer: ClientSigner) throws -> [UInt8] {
    try vault.seal(value, at: Self.signerPlace(column, signer.id))
  }

  private func index(_ value: Sensitive<String>, _ column: String) -> SQLValue {
    .blob(vault.blindIndex(value, table: "client_signer", column: column))
  }

  private static func signerPlace(_ column: String, _ id: ID<ContractParty>) -> VaultPlace {
    VaultPlace(table: "client_signer", column: column, row: id.description)
  }

  private static func place(_ column: String, _ row: String) -> VaultPlace {
    VaultPlace(table: "client_contract", column: column, row: row)
  }
}
