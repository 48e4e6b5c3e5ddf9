import Crypto
package import HeqiDomain
package import HeqiSQL

/// The whole schema in order. One file per migration, `Migrations/<NNN>_<Feature>.swift`, one line here.
///
/// Numbers: 001–009 storage base, 010–019 people, 020–029 contracts,
/// 030–039 organizations, 040–049 seals and business types. A released migration is frozen: its digest is
/// recorded in every database, so a changed text is refused at start.
package enum HeqiMigrations {
  package static let all: [Migration] = [
    events001,
    outbox002,
    jobs003,
    dataKeys004,
    blobs005,
    idempotency006,
    log009,
    accounts010,
    sessions011,
    codes012,
    verifications013,
    certificates014,
    devOutbox015,
    retention016,
    contracts020,
    contractFiles021,
    actionRequests022,
    evidenceFiles023,
    organizations030,
    memberships031,
    sessionMode032,
    companyCertificates033,
    companyVerifications034,
    orgDirectories035,
    sealOwners040,
    sealGrants041,
    seamSeals042,
    sealEnds043,
    noticePreferences044,
    businessTypes045,
    companyParties046,
    draftConfirmations047,
    signModes057,
    clients070,
    clientContracts072,
    signGroups081,
    fileParts059,
    templates073,
    faceVerifications080,
    callbacks076,
    callbackAttempts077,
    contractArchives078,
    contractListings060,
    contractTags061,
    contacts062,
    contractFigures063,
    urging064,
    announcements066,
    fileDigests093,
    contractSigners052,
    numberPlaces053,
    draftForms054,
    clientRevisions082,
    vendorPlans106,
    faceReviews107,
    smsReceipts108,
    attachments100,
    clientCompanies116,
    inboxNotices101,
    listingRoles102,
    forcedRevocations117,
    operationNotices121,
    faceLooks140,
    smsReports141,
    intentionAccounts135,
  ]

  /// Applies what is missing; returns the ids applied. See `MigrationRunner.run`.
  @discardableResult
  package static func run(on engine: any SQLEngine, at now: Instant) async throws -> [Int] {
    try await runner(all, at: now).run(on: engine)
  }

  /// A runner that records SHA-256 digests.
  package static func runner(_ migrations: [Migration], at now: Instant) -> MigrationRunner {
    MigrationRunner(migrations, digest: { Array(SHA256.hash(data: $0)) }, now: { now.microseconds })
  }
}
