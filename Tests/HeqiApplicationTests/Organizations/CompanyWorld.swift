import HeqiApplication
import HeqiDomain
import HeqiPorts
import HeqiProviders
import HeqiSQL
import HeqiStorage
import Synchronization

extension PeopleWorld {
  /// A verified organization with one active person in it.
  func company(of account: ID<Account>, roles: Set<CompanyRole> = [.legalRep]) async throws -> Membership {
    let now = clock.now
    let vault = try await vault.open(tenantID: "main", at: now)
    let organization = Organization(
      id: ID(at: now, random: [1]), tenantID: "main", kind: .legalEntity, name: "示例科技有限公司",
      code: try UnifiedSocialCreditCode("91350100M000100Y43"), legalRepresentative: "叶小三", verifiedAt: now, createdAt: now)
    let membership = Membership(
      id: ID(at: now, random: [2]), tenantID: "main", organizationID: organization.id, accountID: account, name: "叶小三",
      roles: roles, status: .active, source: .verification, createdAt: now)
    try await engine.write { (connection: any SQLConnection) throws in
      try OrganizationStore(tenantID: "main").insert(organization, in: connection)
      try MembershipStore(vault: vault).insert(membership, in: connection)
    }
    return membership
  }

  /// Makes an account a verified one without going through the checks, which have tests of their own.
  func markVerified(_ account: ID<Account>) async throws {
    let accounts = AccountStore(vault: try await vault.open(tenantID: "main", at: clock.now))
    try await engine.write { connection in
      guard var found = try accounts.find(account, in: connection) else { return }
      found.isVerified = true
      try accounts.save(found, in: connection)
    }
  }
}

extension PeopleWorld {
  /// The company features over the same stores, keys and CA.
  func companyActions(reader: any LicenceRecognizer, directory: any OrgDirectory = ChosenDirectory()) throws -> CompanyActions {
    let master = [UInt8](repeating: 9, count: 32)
    let random = SystemRandom()
    return CompanyActions(
      ledger: ledger, blobs: blobs, cleaner: PlainCleaner(), keys: try SoftwareKeyStore(masterKey: master),
      authority: try EmbeddedCertificateAuthority(pki: pki, random: random),
      timeStamps: try EmbeddedTimeStamps(pki: pki, clock: clock, random: random), reader: reader, payouts: ManualPayoutVerifier(),
      directory: directory, directoryCodes: [try UnifiedSocialCreditCode("91350100M000100Y43")],
      codes: actions.codes, publicURL: "http://localhost", bank: outbox)
  }

  /// The caller of a person whose account is verified in the meantime.
  func verifiedCaller(_ signedIn: SignedIn) -> Caller {
    Caller(
      accountID: signedIn.account.id, tenantID: signedIn.account.tenantID, name: signedIn.account.name, isVerified: true,
      scene: signedIn.session.scene)
  }

  /// Goes through identity verification with a reviewer, so that there is a certificate to sign with.
  func verify(_ signedIn: SignedIn, name: String, number: String, reviewer: Caller) async throws -> Caller {
    let caller = caller(signedIn)
    _ = try await actions.submitVerification(verificationForm(name: name, number: number), caller: caller)
    for row in try await review.listQueue(caller: reviewer).rows where row.task.accountID == caller.accountID && row.task.kind == .face {
      _ = try await review.decide(row.task.id, approved: true, reason: "同一人", caller: reviewer)
    }
    return verifiedCaller(signedIn)
  }
}

/// Reads nothing.
struct SilentReader: LicenceRecognizer {
  func readLicence(_ image: [UInt8]) async throws(ProviderError) -> LicenceText {
    LicenceText(name: nil, code: nil, legalRepresentative: nil)
  }
}

extension PeopleWorld {
  /// Chooses the company for this session and answers the caller of the next request.
  func inCompany(_ signedIn: SignedIn, _ organization: ID<Organization>) async throws -> Caller {
    try await actions.chooseMode(organization, session: signedIn.session.id, caller: verifiedCaller(signedIn))
    guard let resolved = try await actions.resolveSession(token: signedIn.token.reveal(), tenantID: "main") else {
      throw IdentityError(.sessionEnded)
    }
    return resolved.caller(scene: signedIn.session.scene, language: .chinese)
  }
}

/// A personnel system whose answer a test chooses; remembers the tags it was sent.
final class ChosenDirectory: OrgDirectory {
  private let state = Mutex<(answer: Result<DirectoryAnswer, ProviderError>?, tags: [String?])>((nil, []))

  func set(_ answer: Result<DirectoryAnswer, ProviderError>) { state.withLock { $0.answer = answer } }
  var tags: [String?] { state.withLock { $0.tags } }
  func isAvailable(for code: UnifiedSocialCreditCode) -> Bool { state.withLock { $0.answer != nil } }
  func roster(of code: UnifiedSocialCreditCode, tag: String?) async throws(ProviderError) -> DirectoryAnswer {
    let answer = state.withLock { state in
      state.tags.append(tag)
      return state.answer
    }
    guard let answer else { throw ProviderError(.unavailable, provider: "directory", message: "none") }
    return try answer.get()
  }
}
