import HeqiDomain

enum CompanySample {
  static let applicant = Sample.id(1, Account.self)
  static let reviewer = Sample.id(9, Account.self)
  static let licence = StoredImage(digest: Sample.digest(1), length: 1000)
  static let voucher = StoredImage(digest: Sample.digest(2), length: 900)
  static let letter = StoredImage(digest: Sample.digest(3), length: 800)

  static var account: Account {
    var account = Sample.account
    account.isVerified = true
    return account
  }

  static func data(
    _ capacity: ApplicantCapacity = .legalRepresentative, representative: String? = nil, name: String = "示例科技有限公司",
    code: String = "91350100M000100Y43"
  ) throws -> OrganizationSubmission {
    let representative = representative ?? (capacity == .delegate ? "陈例" : account.name)
    return OrganizationSubmission(
      kind: .legalEntity, name: CompanyName(name)!, code: try UnifiedSocialCreditCode(code),
      legalRepresentative: PersonName(representative)!, capacity: capacity,
      account: CorporateAccount(bank: "示例银行厦门分行", number: "3510 0000 1234 5678")!, licence: licence)
  }

  static func new(organization: ID<Organization>? = nil) -> OrganizationVerification {
    OrganizationVerification(id: Sample.id(20), tenantID: "main", accountID: account.id, organizationID: organization)
  }

  /// Applies commands one after the other.
  static func run(
    _ commands: [OrganizationVerificationCommand], on start: OrganizationVerification = new(), at now: Instant = Sample.now
  ) throws -> (OrganizationVerification, [EventDraft], [OrganizationVerificationTask]) {
    var state = (start, [EventDraft](), [OrganizationVerificationTask]())
    for command in commands {
      let next = try OrganizationVerificationLifecycle.apply(command, to: state.0, account: account, at: now)
      state = (next.verification, state.1 + next.events, next.tasks)
    }
    return state
  }

  static func reading(_ data: OrganizationSubmission) -> LicenceReading {
    LicenceReading(name: data.name.text, code: data.code, legalRepresentative: data.legalRepresentative.text)
  }
}
