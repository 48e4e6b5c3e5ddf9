/// Verification of a company by one of its people (F-013 to F-018, E-18). Edits re-arm its checks; success makes or
/// renames the `Organization`.
package struct OrganizationVerification: Equatable, Sendable {
  package let id: ID<OrganizationVerification>
  package let tenantID: String
  /// Who applies: the legal representative, or a person with their signed letter.
  package let accountID: ID<Account>
  /// The organization that is verified anew, for example after a change of name; set on success otherwise.
  package var organizationID: ID<Organization>?
  package var status: OrganizationVerificationStatus
  /// What was handed in; `nil` before the first submission.
  package var data: OrganizationSubmission?
  package var authorization: Authorization?
  /// Where the legal representative was asked to sign the letter online.
  package var representativeMobile: MobileNumber?
  package var proof: AccountProof?
  package var checks: OrganizationChecks
  /// Rises with each submission; an answer to an older one is ignored (drill 8).
  package var submission: Int
  package var submittedAt: Instant?
  package var decidedAt: Instant?
  /// What to correct, or the reviewer's reason.
  package var reason: String?
  package var revision: Int64

  package init(
    id: ID<OrganizationVerification>, tenantID: String, accountID: ID<Account>, organizationID: ID<Organization>? = nil,
    status: OrganizationVerificationStatus = .unverified, data: OrganizationSubmission? = nil, authorization: Authorization? = nil,
    representativeMobile: MobileNumber? = nil, proof: AccountProof? = nil, checks: OrganizationChecks = OrganizationChecks(),
    submission: Int = 0, submittedAt: Instant? = nil, decidedAt: Instant? = nil, reason: String? = nil, revision: Int64 = 0
  ) {
    self.id = id
    self.tenantID = tenantID
    self.accountID = accountID
    self.organizationID = organizationID
    self.status = status
    self.data = data
    self.authorization = authorization
    self.representativeMobile = representativeMobile
    self.proof = proof
    self.checks = checks
    self.submission = submission
    self.submittedAt = submittedAt
    self.decidedAt = decidedAt
    self.reason = reason
    self.revision = revision
  }

  package var subject: Event.Subject { Event.Subject(kind: "organizationVerification", id: id.description) }
}

/// What an applicant hands in (F-013). The licence is a blob that is stored already.
package struct OrganizationSubmission: Equatable, Sendable {
  package let kind: OrganizationKind
  package let name: CompanyName
  package let code: UnifiedSocialCreditCode
  package let legalRepresentative: PersonName
  package let capacity: ApplicantCapacity
  package let account: CorporateAccount
  package let licence: StoredImage

  package init(
    kind: OrganizationKind, name: CompanyName, code: UnifiedSocialCreditCode, legalRepresentative: PersonName,
    capacity: ApplicantCapacity, account: CorporateAccount, licence: StoredImage
  ) {
    self.kind = kind
    self.name = name
    self.code = code
    self.legalRepresentative = legalRepresentative
    self.capacity = capacity
    self.account = account
    self.licence = licence
  }
}

/// In what capacity somebody verifies a company (F-018, E-18).
package enum ApplicantCapacity: String, Sendable, CaseIterable {
  case legalRepresentative
  /// With a signed 法定代表人授权书.
  case delegate

  package var label: Bilingual {
    switch self {
    case .legalRepresentative: Bilingual("法定代表人（负责人）本人", "Legal representative in person")
    case .delegate: Bilingual("持授权书的代理人", "Delegate with a letter of authority")
    }
  }
}

/// 法定代表人授权书: how the legal representative entrusted the applicant.
package enum Authorization: Equatable, Sendable {
  /// A scan of a letter signed on paper; a reviewer looks at it.
  case scan(StoredImage)
  /// A letter made here and signed online with the representative's own key.
  case signed(by: ID<Account>, file: StoredImage)

  package var file: StoredImage {
    switch self {
    case .scan(let file), .signed(_, let file): file
    }
  }
}

/// 对公打款: how the applicant proves that the account is the company's (F-016, E-18).
package enum AccountProof: Equatable, Sendable {
  /// The company paid in and uploaded the bank's record; the back office confirms it.
  case voucher(StoredImage)
  /// A small amount was asked for.
  case payoutRequested(at: Instant)
  /// A small amount was paid; it is typed back.
  case payout(Payout)
}

/// A small amount on its way to the company's account.
package struct Payout: Equatable, Sendable {
  /// Wrong amounts before the proof fails.
  package static let triesMax = 3
  /// Time to type the amount back.
  package static let lifetime = Duration.seconds(7 * 86_400)
  /// Cents.
  package static let amounts = 1...99

  /// Cents (分).
  package let amountMinor: Int
  /// The bank's reference.
  package let reference: String
  package let paidAt: Instant
  package let failedTries: Int

  package init(amountMinor: Int, reference: String, paidAt: Instant, failedTries: Int = 0) {
    self.amountMinor = amountMinor
    self.reference = reference
    self.paidAt = paidAt
    self.failedTries = failedTries
  }

  package var triesLeft: Int { Self.triesMax - failedTries }
  package var endsAt: Instant { paidAt.adding(Self.lifetime) }
}
