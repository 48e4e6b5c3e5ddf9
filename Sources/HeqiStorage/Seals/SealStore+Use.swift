package import HeqiDomain
package import HeqiSQL

/// PINs, uses and pictures on their way to become seals.
extension SealStore {
  package func pin(of id: ID<Seal>, in connection: any SQLConnection) throws -> SealPIN? {
    try connection.first(SealSQL.selectPIN, [.text(tenantID), .text(id.description)]).map { row in
      SealPIN(
        credential: Credential(
          accountID: try row.id("account_id"), cost: try row.int("cost"), blockSize: try row.int("block_size"),
          parallelism: try row.int("parallelism"), salt: try row.blob("salt"), hash: try row.blob("hash"),
          changedAt: try row.instant("changed_at_us")),
        wrongTries: try row.int("wrong_tries"), lockedUntil: try row.optionalInstant("locked_until_us"))
    }
  }

  package func save(_ pin: SealPIN, of id: ID<Seal>, in connection: any SQLConnection) throws {
    let credential = pin.credential
    try connection.execute(
      SealSQL.upsertPIN,
      [
        .text(tenantID), .text(id.description), .text(credential.accountID.description), SQLValue(credential.cost),
        SQLValue(credential.blockSize), SQLValue(credential.parallelism), .blob(credential.salt),
        .blob(credential.hash), SQLValue(credential.changedAt), SQLValue(pin.wrongTries),
        SQLValue(pin.lockedUntil?.microseconds),
      ])
  }

  /// Notes a use; only ever appended to.
  package func record(_ use: SealUse, in connection: any SQLConnection) throws {
    try connection.execute(
      SealSQL.insertUse,
      [
        .text(tenantID), .text(use.id.description), .text(use.sealID.description), .text(use.contractID.description),
        .text(use.transactionNo), .text(use.title), .text(use.accountID.description), .text(use.userName),
        .text(use.pages), .blob(use.digest.bytes), SQLValue(use.grantID?.description), SQLValue(use.at),
      ])
  }

  /// Uses of a seal, newest first.
  /// - Parameters:
  ///   - before: the last use of the page before; nil for the first page.
  ///   - limit: 1…200.
  package func uses(
    of id: ID<Seal>, before: SealUse? = nil, limit: Int = 50, in connection: any SQLConnection
  ) throws -> [SealUse] {
    let end: [SQLValue] = [
      .integer(before?.at.microseconds ?? Int64.max), .text(before?.id.description ?? "~"),
    ]
    return try connection.query(
      SealSQL.selectUses, [.text(tenantID), .text(id.description)] + end + [SQLValue(min(max(limit, 1), 200))]
    ).map { row in
      SealUse(
        id: try row.id("id"), sealID: try row.id("seal_id"), contractID: try row.id("contract_id"),
        transactionNo: try row.text("transaction_no"), title: try row.text("title"),
        accountID: try row.id("account_id"), userName: try row.text("user_name"), pages: try row.text("pages"),
        digest: try row.digest("digest"), grantID: try row.optionalID("grant_id"), at: try row.instant("at_us"))
    }
  }
}

/// A picture that was uploaded, cleaned by our own worker, and waits for its owner to say how it becomes a seal.
package struct SealUpload: Equatable, Sendable {
  /// How long it waits.
  package static let lifetime = Duration.seconds(3600)

  package let id: ID<SealUpload>
  package let accountID: ID<Account>
  package let width: Int
  package let height: Int
  /// PNG of our own encoder.
  package let picture: [UInt8]

  package init(id: ID<SealUpload>, accountID: ID<Account>, width: Int, height: Int, picture: [UInt8]) {
    self.id = id
    self.accountID = accountID
    self.width = width
    self.height = height
    self.picture = picture
  }
}

extension SealStore {
  package func insert(_ upload: SealUpload, at now: Instant, in connection: any SQLConnection) throws {
    try connection.execute(
      SealSQL.insertUpload,
      [
        .text(tenantID), .text(upload.id.description), .text(upload.accountID.description), SQLValue(upload.width),
        SQLValue(upload.height), .blob(upload.picture), SQLValue(now),
      ])
  }

  /// The account's own upload of the last hour; nil otherwise.
  package func upload(
    _ id: ID<SealUpload>, of account: ID<Account>, at now: Instant, in connection: any SQLConnection
  ) throws -> SealUpload? {
    try connection.first(
      SealSQL.selectUpload,
      [
        .text(tenantID), .text(id.description), .text(account.description), SQLValue(now.adding(.zero - SealUpload.lifetime)),
      ]
    ).map {
      SealUpload(
        id: id, accountID: account, width: try $0.int("width"), height: try $0.int("height"),
        picture: try $0.blob("picture"))
    }
  }

  /// Pictures of the account that wait at this time.
  package func uploadCount(of account: ID<Account>, at now: Instant, in connection: any SQLConnection) throws -> Int {
    try connection.first(
      SealSQL.countUploads,
      [.text(tenantID), .text(account.description), SQLValue(now.adding(.zero - SealUpload.lifetime))]
    )?.int("number") ?? 0
  }

  package func delete(_ id: ID<SealUpload>, in connection: any SQLConnection) throws {
    try connection.execute(SealSQL.deleteUpload, [.text(tenantID), .text(id.description)])
  }

  /// Removes what waited too long, of every tenant.
  package static func purgeUploads(at now: Instant, in connection: any SQLConnection) throws {
    try connection.execute(SealSQL.purgeUploads, [SQLValue(now.adding(.zero - SealUpload.lifetime))])
  }
}
