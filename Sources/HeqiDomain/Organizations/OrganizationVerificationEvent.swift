/// Events of company verification: stable kinds and masked facts; the log lines come from these alone (F-017, F-028).
/// A company's name and code are public; people's names, accounts and images are masked.
package enum OrganizationVerificationEvent {
  package static let submittedKind = "companyVerification.submitted"
  package static let licenceReadKind = "companyVerification.licenceRead"
  package static let comparedKind = "companyVerification.compared"
  package static let askedKind = "companyVerification.representativeAsked"
  package static let authorizedKind = "companyVerification.authorized"
  package static let voucherKind = "companyVerification.voucherSubmitted"
  package static let payoutRequestedKind = "companyVerification.payoutRequested"
  package static let payoutRecordedKind = "companyVerification.payoutRecorded"
  package static let amountKind = "companyVerification.amountEntered"
  package static let reviewedKind = "companyVerification.reviewed"
  package static let lookedAtKind = "companyVerification.lookedAt"
  package static let statusKind = "companyVerification.statusChanged"
  package static let withdrawnKind = "companyVerification.withdrawn"
  package static let certificateKind = "organization.certificateIssued"
  package static let certificateRevokedKind = "organization.certificateRevoked"
  package static let verifiedKind = "organization.verified"
  package static let renamedKind = "organization.renamed"

  static func submitted(_ data: OrganizationSubmission) -> EventDraft {
    EventDraft(
      submittedKind, by: .caller,
      [
        .init("company", data.name.text), .init("code", data.code.text), .init("kind", data.kind.rawValue),
        .init("legalRepresentative", Mask.name(data.legalRepresentative.text)), .init("capacity", data.capacity.rawValue),
        .init("account", data.account.maskedNumber), .init("licence", hidden),
      ])
  }

  static func licenceRead(_ reading: LicenceReading) -> EventDraft {
    EventDraft(
      licenceReadKind, by: .caller,
      [
        .init("company", reading.name ?? "unread"), .init("code", reading.code?.text ?? "unread"),
        .init("legalRepresentative", reading.legalRepresentative.map(Mask.name) ?? "unread"),
      ])
  }

  static func compared(_ checks: OrganizationChecks) -> EventDraft {
    EventDraft(
      comparedKind, by: .caller,
      [
        .init("checkPerson", word(checks[.person])), .init("checkName", word(checks[.name])),
        .init("checkCode", word(checks[.code])),
      ])
  }

  static func representativeAsked(_ mobile: MobileNumber) -> EventDraft {
    EventDraft(askedKind, by: .caller, [.init("mobile", Mask.mobile(mobile.text))])
  }

  static func authorized(_ authorization: Authorization) -> EventDraft {
    let way = if case .scan = authorization { "scan" } else { "online" }
    return EventDraft(
      authorizedKind, by: .caller, [.init("way", way), .init("hash", authorization.file.digest.description)])
  }

  static let voucherSubmitted = EventDraft(voucherKind, by: .caller, [.init("voucher", hidden)])

  static func payoutRequested(_ account: CorporateAccount?) -> EventDraft {
    EventDraft(payoutRequestedKind, by: .caller, [.init("account", account?.maskedNumber ?? "")])
  }

  /// The amount is never printed: it is what the applicant must find out at the bank.
  static func payoutRecorded(reference: String) -> EventDraft {
    EventDraft(payoutRecordedKind, by: .caller, [.init("reference", reference)])
  }

  static func amountEntered(passed: Bool, left: Int) -> EventDraft {
    EventDraft(
      amountKind, by: .caller,
      [.init("result", passed ? "passed" : "failed")] + (passed ? [] : [.init("triesLeft", String(left))]))
  }

  static func reviewed(approved: Bool, reason: String) -> EventDraft {
    EventDraft(reviewedKind, by: .caller, [.init("review", approved ? "approved" : "refused"), .init("reason", reason)])
  }

  /// A reviewer opened images or data of a case; each look is logged.
  package static func lookedAt(_ item: String) -> EventDraft { EventDraft(lookedAtKind, by: .caller, [.init("item", item)]) }

  package static func statusChanged(_ verification: OrganizationVerification) -> EventDraft {
    EventDraft(
      statusKind, by: .system,
      [.init("company", verification.data?.name.text ?? ""), .init("companyStatus", verification.status.rawValue)])
  }

  static let withdrawn = EventDraft(withdrawnKind, by: .caller)

  /// A company exists from here on; default seals follow (F-045).
  package static func verified(_ organization: Organization) -> EventDraft {
    EventDraft(verifiedKind, by: .system, [.init("company", organization.name), .init("code", organization.code.text)])
  }

  /// A change of name cancels the company's seals (E-10).
  package static func renamed(_ organization: Organization, from old: String) -> EventDraft {
    EventDraft(renamedKind, by: .system, [.init("oldName", old), .init("company", organization.name)])
  }

  package static func certificateIssued(serial: String, until notAfter: Instant) -> EventDraft {
    EventDraft(certificateKind, by: .system, [.init("serial", serial), .init("notAfter", notAfter.iso8601())])
  }

  package static func certificateRevoked(serial: String, reason: String) -> EventDraft {
    EventDraft(certificateRevokedKind, by: .system, [.init("serial", serial), .init("reason", reason)])
  }

  static let hidden = "****"

  private static func word(_ state: CheckState) -> String {
    switch state {
    case .passed: "passed"
    case .failed: "failed"
    case .notRun, .running, .needsReview: "needsReview"
    }
  }
}
