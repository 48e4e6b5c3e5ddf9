package import HeqiDomain
package import HeqiSQL

/// Face checks of one tenant (M-012); names, numbers and whatever opens a page are sealed.
package struct FaceStore: Sendable {
  /// Scores are kept in ten-thousandths: face_score(5,4) of M-012.
  private static let scoreUnits = 10_000.0
  package let vault: TenantVault

  package init(vault: TenantVault) { self.vault = vault }

  private var tenant: SQLValue { .text(vault.tenantID) }

  /// Whose check a page's token opens.
  package static func owner(
    ofToken hash: Digest, in connection: any SQLConnection
  ) throws -> (tenantID: String, id: ID<FaceVerification>)? {
    try connection.first(FaceSQL.selectTenant, [SQLValue(hash)]).map { (try $0.text("tenant_id"), try $0.id("id")) }
  }

  /// Checks that a vendor may have answered for, and those whose time is over; of all tenants.
  package static func open(
    at now: Instant, limit: Int, in connection: any SQLConnection
  ) throws -> [(tenantID: String, id: ID<FaceVerification>)] {
    try connection.query(FaceSQL.selectOpen, [SQLValue(now), SQLValue(limit)]).map { (try $0.text("tenant_id"), try $0.id("id")) }
  }

  /// Throws `SQLError` `.uniqueViolation` when a live check holds the business number.
  package func insert(_ check: FaceVerification, in connection: any SQLConnection) throws {
    let person = check.person
    var values: [SQLValue] = try [
      tenant, SQLValue(check.id), SQLValue(check.clientID), .text(check.bizID), .text(check.purpose.rawValue),
      .text(check.partyID?.description ?? ""), SQLValue(check.contractID), .text(check.status.rawValue),
      .integer(check.status.isLive ? 1 : 0), sealed(person.name, "user_name", check), sealed(person.idCardNumber, "id_card", check),
      .blob(vault.blindIndex(person.idCardNumber, table: "face_verification", column: "id_card")),
      sealed(person.mobile, "mobile", check), SQLValue(check.requestHash), SQLValue(check.look.title), SQLValue(check.callbackURL),
      sealed(check.callbackHeaders, "callback_headers", check), SQLValue(check.tokenHash),
      sealed(check.returnPath, "return_path", check),
    ]
    values += consent(check)
    values += try session(check)
    values += result(check)
    values += [SQLValue(check.createdAt), SQLValue(check.expiresAt), SQLValue(check.verifiedAt), SQLValue(check.exhaustedAt), SQLValue(check.revision)]
    values += [SQLValue(check.look.logoURL), SQLValue(check.look.themeColour)]
    try connection.execute(FaceSQL.insert, values)
  }

  /// Throws `ClientError` `.wrongState` when somebody saved in between; the transaction must then be given up.
  package func save(_ check: FaceVerification, in connection: any SQLConnection) throws {
    var values: [SQLValue] = try [
      tenant, SQLValue(check.id), .text(check.status.rawValue), .integer(check.status.isLive ? 1 : 0), SQLValue(check.tokenHash),
      sealed(check.returnPath, "return_path", check),
    ]
    values += consent(check)
    values += try session(check)
    values += result(check)
    values += [SQLValue(check.verifiedAt), SQLValue(check.expiresAt), SQLValue(check.exhaustedAt), SQLValue(check.revision)]
    let changed = try connection.execute(FaceSQL.update, values)
    guard changed == 1 else { throw ClientError(.wrongState) }
  }

  package func find(_ id: ID<FaceVerification>, in connection: any SQLConnection) throws -> FaceVerification? {
    try connection.first(FaceSQL.select, [tenant, SQLValue(id)]).map(check)
  }

  /// The headers that go along with its callback.
  package func callbackHeaders(of id: ID<FaceVerification>, in connection: any SQLConnection) throws -> Sensitive<String>? {
    try connection.first(FaceSQL.selectHeaders, [tenant, SQLValue(id)])?.optionalBlob("callback_headers").map {
      try vault.open($0, at: Self.place("callback_headers", id))
    }
  }

  /// The check that holds a business number for a purpose (and signer) now.
  package func live(
    bizID: String, purpose: FacePurpose, partyID: ID<ContractParty>?, in connection: any SQLConnection
  ) throws -> FaceVerification? {
    try connection.first(
      FaceSQL.selectLive, [tenant, .text(bizID), .text(purpose.rawValue), .text(partyID?.description ?? "")]
    ).map(check)
  }

  /// Everybody checked under a business number (M-023).
  package func live(bizID: String, in connection: any SQLConnection) throws -> [FaceVerification] {
    try connection.query(FaceSQL.selectBusiness, [tenant, .text(bizID)]).map(check)
  }

  // MARK: rows

  private func consent(_ check: FaceVerification) -> [SQLValue] {
    [
      SQLValue(check.consent?.at), SQLValue(check.consent?.ip), SQLValue(check.consent?.userAgent),
      SQLValue(check.consent?.textDigest),
    ]
  }

  private func session(_ check: FaceVerification) throws -> [SQLValue] {
    [
      SQLValue(check.session?.vendor), try sealed(check.session?.token, "vendor_token", check),
      try sealed(check.session?.url, "vendor_url", check),
    ]
  }

  private func result(_ check: FaceVerification) -> [SQLValue] {
    [SQLValue(check.score.map { Int(($0 * Self.scoreUnits).rounded()) }), SQLValue(check.transactionNo), SQLValue(check.fault?.rawValue)]
  }

  private func sealed(_ value: Sensitive<String>?, _ column: String, _ check: FaceVerification) throws -> SQLValue {
    guard let value else { return .null }
    return .blob(try vault.seal(value, at: Self.place(column, check.id)))
  }

  private static func place(_ column: String, _ id: ID<FaceVerification>) -> VaultPlace {
    VaultPlace(table: "face_verification", column: column, row: id.description)
  }

  private func check(_ row: SQLRow) throws -> FaceVerification {
    let id: ID<FaceVerification> = try row.id("id")
    func open(_ column: String) throws -> Sensitive<String>? {
      try row.optionalBlob(column).map { try vault.open($0, at: Self.place(column, id)) }
    }
    guard let name = try open("user_name"), let number = try open("id_card") else {
      throw SQLError.decoding("a face check without a person")
    }
    let party = try row.text("party_id")
    var session: FaceSession?
    if let vendor = try row.optionalText("vendor"), let token = try open("vendor_token"), let url = try open("vendor_url") {
      session = FaceSession(vendor: vendor, token: token, url: url)
    }
    var consent: FaceConsent?
    if let at = try row.optionalInstant("consented_at_us"), let text = try row.optionalDigest("consent_text") {
      consent = FaceConsent(
        at: at, ip: try row.optionalText("consent_ip") ?? "", userAgent: try row.optionalText("consent_agent") ?? "", textDigest: text)
    }
    return FaceVerification(
      id: id, tenantID: vault.tenantID, clientID: try row.id("client_id"), bizID: try row.text("biz_id"),
      purpose: try row.choice("biz_type"), partyID: ID<ContractParty>(party), contractID: try row.optionalID("contract_id"),
      person: FacePerson(name: name, idCardNumber: number, mobile: try open("mobile")),
      requestHash: try row.digest("request_hash"), look: FaceLook(
        title: try row.optionalText("title"), logoURL: try row.optionalText("logo_url"),
        themeColour: try row.optionalText("theme_color")),
      callbackURL: try row.optionalText("callback_url"), callbackHeaders: try open("callback_headers"),
      createdAt: try row.instant("created_at_us"), expiresAt: try row.instant("expires_at_us"),
      tokenHash: try row.digest("token_hash"), returnPath: try open("return_path"), status: try row.choice("status"),
      consent: consent, session: session, score: try row.optionalInt("face_score_e4").map { Double($0) / Self.scoreUnits },
      transactionNo: try row.optionalText("transaction_no"),
      fault: try row.optionalText("fail_reason").flatMap(FaceFault.init(rawValue:)),
      verifiedAt: try row.optionalInstant("verified_at_us"), exhaustedAt: try row.optionalInstant("exhausted_at_us"),
      revision: try row.int("revision"))
  }
}
