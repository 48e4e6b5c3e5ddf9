/// What a reader made out of a business licence; `nil` where it could not (F-014).
package struct LicenceReading: Equatable, Sendable {
  package let name: String?
  package let code: UnifiedSocialCreditCode?
  package let legalRepresentative: String?

  package init(name: String?, code: UnifiedSocialCreditCode?, legalRepresentative: String?) {
    self.name = name
    self.code = code
    self.legalRepresentative = legalRepresentative
  }

  package static let nothing = LicenceReading(name: nil, code: nil, legalRepresentative: nil)
}

/// Everything that can happen to a company verification.
package enum OrganizationVerificationCommand: Equatable, Sendable {
  case submit(OrganizationSubmission)
  /// An answer carries the submission it belongs to; older and repeated ones change nothing.
  case recordLicence(LicenceReading, submission: Int)
  /// Asks the legal representative to sign the letter online.
  case askRepresentative(MobileNumber)
  case authorize(Authorization)
  case proveByVoucher(StoredImage)
  case requestPayout
  /// The back office or a provider has paid.
  case recordPayout(amountMinor: Int, reference: String)
  /// The applicant types the amount back, in cents.
  case enterAmount(Int)
  /// 后台审核 通过|不通过; `reviewer` may not be the applicant.
  case decide(approved: Bool, reason: String, reviewer: ID<Account>)
  case withdraw

  /// Stable name for tables and tests.
  package var name: String {
    switch self {
    case .submit: "submit"
    case .recordLicence: "recordLicence"
    case .askRepresentative: "askRepresentative"
    case .authorize(.scan): "authorize by scan"
    case .authorize(.signed): "authorize online"
    case .proveByVoucher: "proveByVoucher"
    case .requestPayout: "requestPayout"
    case .recordPayout: "recordPayout"
    case .enterAmount: "enterAmount"
    case .decide(let approved, _, _): approved ? "approve" : "refuse"
    case .withdraw: "withdraw"
    }
  }
}

/// What the caller of the lifecycle must do next.
package enum OrganizationVerificationTask: String, Equatable, Sendable, CaseIterable {
  case readLicence
  /// A case for the back office with its two-working-day clock (F-096).
  case openReview
  /// A payout for the back office to make.
  case openPayout
  /// Whatever waits in the back office is over.
  case withdrawReview
  /// Organization, memberships, certificate, seals.
  case complete
}

/// Answer of the lifecycle: the verification afterwards, what to log, what to do.
package struct OrganizationVerificationTransition: Equatable, Sendable {
  package let verification: OrganizationVerification
  package let events: [EventDraft]
  package let tasks: [OrganizationVerificationTask]

  package init(
    _ verification: OrganizationVerification, events: [EventDraft] = [], tasks: [OrganizationVerificationTask] = []
  ) {
    self.verification = verification
    self.events = events
    self.tasks = tasks
  }
}
