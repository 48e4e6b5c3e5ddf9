import HeqiApplication
import HeqiDomain

extension CompaniesPage {
  init(_ verifications: [OrganizationVerification], texts: LocaleTexts) {
    rows = verifications.map { verification in
      Row(
        name: verification.data?.name.text ?? texts("company.new"), code: verification.data?.code.text ?? "",
        status: texts(verification.status.label), kind: CompanyBadge.kind(verification.status),
        href: Links.companyVerification(verification.id.description),
        action: texts(verification.status.isOpen || verification.status == .failed ? "companies.continue" : "companies.view"))
    }
    hasRows = !rows.isEmpty
  }
}

/// Colours of states.
enum CompanyBadge {
  static func kind(_ status: OrganizationVerificationStatus) -> String {
    switch status {
    case .verified: "ok"
    case .failed, .awaitingAuthorization, .awaitingProof, .awaitingAmount: "turn"
    case .unverified, .withdrawn, .checking, .awaitingPayout, .awaitingReview: "wait"
    }
  }

  static func checks(_ checks: OrganizationChecks, texts: LocaleTexts) -> [VerificationPage.Check] {
    OrganizationCheck.allCases.map { check in
      let (key, kind) =
        switch checks[check] {
        case .notRun: ("verification.checkNotRun", "wait")
        case .running: ("verification.checkRunning", "wait")
        case .passed: ("verification.checkPassed", "ok")
        case .failed: ("verification.checkFailed", "turn")
        case .needsReview: ("verification.checkReview", "wait")
        }
      return VerificationPage.Check(label: texts(check.label), state: texts(key), kind: kind)
    }
  }
}

extension CompanyVerificationPage {
  /// A page for a company that is applied for anew; `view` is nil before anything was handed in.
  init(_ view: CompanyVerificationView?, caller: Caller, form: FormFields, isCorrecting: Bool = false, now: Instant, texts: LocaleTexts) {
    let verification = view?.verification
    let status = verification?.status ?? .unverified
    let data = verification?.data
    let path = verification.map { Links.companyVerification($0.id.description) } ?? Links.newCompany
    heading = data?.name.text ?? texts("company.title")
    lead = texts(verification == nil ? "company.lead" : "company.leadProgress")
    self.status = texts(status.label)
    statusKind = CompanyBadge.kind(status)
    steps = Self.steps(status, texts)
    needsIdentity = !caller.isVerified
    correction = status == .failed ? verification?.reason : nil
    waiting = Self.waiting(status, due: view?.reviewDue, now, texts)
    isVerified = status == .verified
    renew = verification.map { "\(Links.newCompany)?from=\($0.id)" } ?? Links.newCompany
    authorization =
      status == .awaitingAuthorization
      ? AuthorizationForms(
        asked: verification?.representativeMobile.map { texts("company.asked", ["mobile": Mask.mobile($0.text)]) },
        askAction: "\(path)/authorization", scanAction: "\(path)/authorization/scan") : nil
    proof =
      [.awaitingProof, .awaitingPayout, .awaitingAmount].contains(status)
      ? ProofForms(voucherAction: "\(path)/voucher", mayAskPayout: status == .awaitingProof, payoutAction: "\(path)/payout") : nil
    if status == .awaitingAmount, case .payout(let payout)? = verification?.proof {
      amount = AmountForm(
        text: texts("company.amountText", ["account": data?.account.maskedNumber ?? "", "until": ShortTime.text(payout.endsAt, now: now, texts: texts)]),
        action: "\(path)/amount", left: texts("company.amountLeft", ["n": String(payout.triesLeft)]))
    } else {
      amount = nil
    }
    showForm = caller.isVerified && (verification == nil || status == .failed || status == .unverified || isCorrecting)
    action = path
    hasLicence = data != nil
    let kind = form.values["kind"] ?? data?.kind.rawValue ?? OrganizationKind.legalEntity.rawValue
    kinds = OrganizationKind.allCases.map { Choice(value: $0.rawValue, label: texts($0.label), text: "", isChosen: $0.rawValue == kind) }
    let capacity = form.values["capacity"] ?? data?.capacity.rawValue ?? ApplicantCapacity.legalRepresentative.rawValue
    capacities = ApplicantCapacity.allCases.map {
      Choice(value: $0.rawValue, label: texts($0.label), text: texts("company.capacity.\($0.rawValue)"), isChosen: $0.rawValue == capacity)
    }
    self.form = form.filling(
      data.map {
        ["name": $0.name.text, "code": $0.code.text, "legalRepresentative": $0.legalRepresentative.text, "bank": $0.account.bank]
      } ?? ["legalRepresentative": caller.name])
    withdrawAction = status.isOpen || status == .failed ? "\(path)/withdrawal" : nil
    hasChecks = verification != nil
    checks = verification.map { CompanyBadge.checks($0.checks, texts: texts) } ?? []
    log = (view?.log ?? []).reversed().map { LogEntry($0, texts: texts) }
  }

  private static func steps(_ status: OrganizationVerificationStatus, _ texts: LocaleTexts) -> [VerificationPage.Step] {
    let current =
      switch status {
      case .unverified, .failed, .withdrawn: 0
      case .checking: 1
      case .awaitingAuthorization: 2
      case .awaitingProof, .awaitingPayout, .awaitingAmount: 3
      case .awaitingReview: 4
      case .verified: 5
      }
    return ["company.stepData", "company.stepLicence", "company.stepLetter", "company.stepAccount", "company.stepDone"].enumerated()
      .map { VerificationPage.Step(label: texts($1), isDone: $0 < current, isCurrent: $0 == current) }
  }

  private static func waiting(
    _ status: OrganizationVerificationStatus, due: Instant?, _ now: Instant, _ texts: LocaleTexts
  ) -> Waiting? {
    let until = ["due": due.map { ShortTime.text($0, now: now, texts: texts) } ?? texts("verification.twoDays")]
    return switch status {
    case .checking: Waiting(title: texts("company.waitingChecks"), text: texts("company.waitingChecksText"))
    case .awaitingPayout: Waiting(title: texts("company.waitingPayout"), text: texts("company.waitingPayoutText", until))
    case .awaitingReview: Waiting(title: texts("company.waitingReview"), text: texts("company.waitingReviewText", until))
    default: nil
    }
  }
}

extension LetterPage {
  init(_ letter: AuthorizationLetter, form: FormFields, codeSent: Bool, texts: LocaleTexts) {
    let path = Links.companyAuthorization(letter.verificationID.description)
    lead = texts("letter.lead", ["company": letter.company])
    company = letter.company
    code = letter.code
    representative = letter.representative
    applicant = letter.applicant
    digest = letter.digest.hex
    file = "\(path)/letter.pdf"
    action = path
    self.codeSent = codeSent
    self.form = form
  }
}

extension CompanyCasePage {
  /// `reviewer` is who looks; a case that another one holds is shown without the decision.
  init(_ found: CompanyCase, reviewer: ID<Account>, form: FormFields, now: Instant, texts: LocaleTexts) {
    let task = found.task
    let verification = found.verification
    let data = verification.data
    let id = task.id.description
    var holder: String?
    if case .claimed(let other, let until) = task.state, other != reviewer, now < until { holder = found.claimedBy ?? "" }
    heading = texts("review.companyHeading", ["name": data?.name.text ?? ""])
    lead = verification.checks.forReview.map { texts($0.label) }.joined(separator: texts("list.comma"))
    due = ShortTime.remaining(until: task.dueAt, now: now, texts: texts)
    dueKind = task.isOverdue(at: now) ? "turn" : "wait"
    let isOpen = task.state.isOpen
    let kinds: [(CompanyFiles.Kind, String)] = [(.licence, "licence"), (.voucher, "voucher"), (.letter, "letter")]
    images = kinds.filter { isOpen && found.files.contains($0.0) }.enumerated().map { index, kind in
      let label = texts("review.\(kind.1)")
      return Picture(
        label: label, source: "\(Links.companyReview(id))/files/\(kind.1)", key: String(index + 1),
        zoom: texts("review.zoom", ["name": label]))
    }
    letter = isOpen && found.files.contains(.signedLetter) ? "\(Links.companyReview(id))/files/signedLetter" : nil
    facts = [
      .init(label: texts("company.name"), value: data?.name.text ?? ""), .init(label: texts("company.code"), value: data?.code.text ?? ""),
      .init(label: texts("company.kind"), value: data.map { texts($0.kind.label) } ?? ""),
      .init(label: texts("company.legalRepresentative"), value: data?.legalRepresentative.text ?? ""),
      .init(label: texts("letter.applicant"), value: found.maskedApplicant),
      .init(label: texts("company.capacity"), value: data.map { texts($0.capacity.label) } ?? ""),
      .init(label: texts("company.bank"), value: data?.account.bank ?? ""),
      .init(
        label: texts("company.account"), value: task.kind == .payout ? data?.account.number ?? "" : data?.account.maskedNumber ?? ""),
    ]
    checks = CompanyBadge.checks(verification.checks, texts: texts)
    log = found.log.reversed().map { LogEntry($0, texts: texts) }
    isClosed = !isOpen || holder != nil
    closed = holder.map { texts("review.claimed", ["name": $0]) } ?? texts("review.closed")
    isPayout = task.kind == .payout
    payoutText = texts("review.payoutText")
    payoutAction = "\(Links.companyReview(id))/payout"
    question = texts(task.kind == .payout ? "review.payoutQuestion" : "review.companyQuestion")
    action = Links.companyReview(id)
    self.form = form
    isApprove = form.values["decision"] == "approve"
    isReject = form.values["decision"] == "reject"
  }
}
