import HeqiApplication
import HeqiDomain

extension LogEntry {
  /// A line as the source prints it; beside it the time in short.
  init(_ line: LogLine, texts: LocaleTexts) {
    at = line.timeText(in: texts.language)
    text = line.text(in: texts.language)
  }
}

extension AccountPage {
  init(_ profile: Profile, form: FormFields, now: Instant, texts: LocaleTexts) {
    let account = profile.account
    let state = VerificationState(profile.verification, texts: texts)
    tabs = PageTab.account(current: Links.account, texts: texts)
    self.form = form
    name = account.name
    mobile = Mask.mobile(account.mobile.text)
    email = account.email.text
    isEmailConfirmed = account.emailConfirmedAt != nil
    since = account.createdAt.shortText
    agreement = profile.agreements.max { $0.at < $1.at }
      .map { texts("account.agreementLine", ["version": $0.version, "at": $0.at.shortText]) } ?? "—"
    status = state.label
    statusKind = state.kind
    statusText = state.sentence
    canVerify = state.canSubmit
  }
}

extension ContactPage {
  init(_ profile: Profile, isMobile: Bool, codeSent: Bool, form: FormFields, texts: LocaleTexts) {
    tabs = PageTab.account(current: Links.account, texts: texts)
    self.form = form
    self.isMobile = isMobile
    self.codeSent = codeSent
    heading = texts(isMobile ? "account.mobileTitle" : "account.emailTitle")
    present = isMobile ? Mask.mobile(profile.account.mobile.text) : profile.account.email.text
    action = isMobile ? Links.newMobile : Links.newEmail
  }
}

/// How a verification's status reads on a page.
struct VerificationState {
  let label: String
  let kind: String
  let sentence: String
  /// The person should hand in or correct data.
  let canSubmit: Bool

  init(_ verification: IdentityVerification, texts: LocaleTexts) {
    label = texts(verification.status.label)
    switch verification.status {
    case .unverified: (kind, sentence, canSubmit) = ("wait", texts("account.statusUnverified"), true)
    case .checking, .awaitingReview: (kind, sentence, canSubmit) = ("info", texts("account.statusWaiting"), false)
    case .failed: (kind, sentence, canSubmit) = ("turn", texts("account.statusFailed"), true)
    case .verified: (kind, sentence, canSubmit) = ("ok", texts("account.statusVerified"), false)
    }
  }
}

extension SessionsPage {
  init(_ live: [LoginSession], current: ID<LoginSession>, now: Instant, texts: LocaleTexts) {
    tabs = PageTab.account(current: Links.sessions, texts: texts)
    hasOthers = live.contains { $0.id != current }
    sessions = live.map { session in
      let device = DeviceName(userAgent: session.scene.userAgent, unknown: texts("sessions.unknown"))
      return Device(
        device: device.text, icon: device.isPhone ? "phone" : "laptop", address: Mask.ip(session.scene.ip),
        lastSeen: ShortTime.text(session.lastSeenAt, now: now, texts: texts),
        opened: ShortTime.text(session.createdAt, now: now, texts: texts), isCurrent: session.id == current,
        end: Links.session(session.id.description), endLabel: texts("sessions.endLabel", ["device": device.text]))
    }
  }
}
