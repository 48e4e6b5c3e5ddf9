import HeqiApplication
import HeqiDomain

extension PowersPage {
  init(_ all: [PowerOfAttorney], mayGrant: Bool, now: Instant, texts: LocaleTexts) {
    self.mayGrant = mayGrant
    draft = Links.newPower
    powers = all.map { power in
      Row(
        href: Links.power(power.id), kind: texts(power.kind.label), grantee: power.granteeName, scope: power.scope,
        term: Self.term(power), state: PowerPage.state(power, now, texts), stateKind: PowerPage.badge(power, now))
    }
  }

  static func term(_ power: PowerOfAttorney) -> String {
    "\(DayText.text(power.validFrom)) – \(DayText.text(power.validUntil.adding(.seconds(-1))))"
  }
}

extension PowerDraftPage {
  init(_ choices: PowerChoices, form: FormFields, texts: LocaleTexts) {
    self.form = form
    action = Links.newPower
    back = Links.powers
    isRules = form.values["kind"] == PowerOfAttorney.Kind.businessRules.rawValue
    people = choices.people.map {
      ChoiceOption(value: $0.id.description, text: $0.name, isChosen: $0.id.description == form.values["grantee"])
    }
    seals = choices.seals.map {
      ChoiceOption(
        value: $0.id.description, text: "\(texts($0.kind.label)) · \(Millimetres.text($0))",
        isChosen: $0.id.description == form.values["seal"])
    }
    types = choices.types.map {
      ChoiceOption(value: $0.id.description, text: $0.rules.name, isChosen: $0.id.description == form.values["businessType"])
    }
    hasTypes = !types.isEmpty
  }
}

extension PowerPage {
  init(
    _ power: PowerOfAttorney, pageCount: Int, mayGrant: Bool, isCodeSent: Bool, form: FormFields, now: Instant,
    texts: LocaleTexts
  ) {
    self.form = form
    heading = texts(power.kind.label)
    back = Links.powers
    state = Self.state(power, now, texts)
    stateKind = Self.badge(power, now)
    var facts = [
      FactRow(label: texts("powers.grantee"), value: power.granteeName),
      FactRow(label: texts("powers.scope"), value: power.scope),
      FactRow(label: texts("powers.term"), value: PowersPage.term(power)),
    ]
    if let at = power.signedAt { facts.append(FactRow(label: texts("powers.signedAt"), value: at.shortText)) }
    if let at = power.revokedAt { facts.append(FactRow(label: texts("powers.revokedAt"), value: at.shortText)) }
    self.facts = facts
    let shown = power.signedDigest ?? power.draftDigest
    digest = shown.description
    digestShort = shown.short
    pages = (0..<pageCount).map {
      Sheet(
        image: Links.powerPage($0 + 1, of: power.id),
        alt: texts("pages.page", ["page": String($0 + 1), "count": String(pageCount)]))
    }
    file = Links.powerFile(power.id)
    isDraft = power.status == .drafted
    canSign = mayGrant && power.status == .drafted
    canRevoke = mayGrant && (power.status == .drafted || power.status == .signed)
    signAction = Links.powerSignature(power.id)
    codeURL = Links.powerCode(power.id)
    self.isCodeSent = isCodeSent
    revokeAction = Links.powerRevocation(power.id)
    isConfirmed = form.values["confirmed"] == "on"
  }

  static func state(_ power: PowerOfAttorney, _ now: Instant, _ texts: LocaleTexts) -> String {
    power.status == .signed && now >= power.validUntil ? texts("powers.ended") : texts(power.status.label)
  }

  static func badge(_ power: PowerOfAttorney, _ now: Instant) -> String {
    switch power.status {
    case .drafted: "turn"
    case .signed: now < power.validUntil ? "ok" : ""
    case .revoked, .discarded: ""
    }
  }
}
