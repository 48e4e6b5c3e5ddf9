import HeqiApplication
import HeqiDomain
import HeqiHTTPKit

extension SealsPage {
  init(_ own: [Seal], mayAdd: Bool, texts: LocaleTexts) {
    tabs = PageTab.account(current: Links.seals, texts: texts)
    lead = texts("seals.text")
    self.mayAdd = mayAdd
    make = Links.newSeal
    upload = Links.sealUpload
    seals = own.sorted { $0.isDefault && !$1.isDefault }.map { seal in
      Card(
        kind: texts(seal.kind.label), href: Links.sealPage(seal.id), image: Links.seal(seal.id.description),
        alt: texts("seals.alt", ["name": seal.name]), size: Millimetres.text(seal), state: texts(seal.status.label),
        stateKind: seal.status.badge, isDefault: seal.isDefault)
    }
  }
}

/// Sizes of seals as people write them.
enum Millimetres {
  static func text(_ seal: Seal) -> String { "\(text(seal.widthMM)) × \(text(seal.heightMM)) mm" }

  static func text(_ number: Double) -> String {
    number == number.rounded() ? String(Int(number)) : String((number * 10).rounded() / 10)
  }
}

extension SealStatus {
  /// Colour of its badge; the word always stands beside it.
  var badge: String {
    switch self {
    case .active: "ok"
    case .pending, .suspended: "wait"
    case .cancelled, .expired: ""
    }
  }

  /// What it means for the owner.
  var sentenceKey: String { "seal.state.\(rawValue)" }
}

extension SealMakerPage {
  init(_ sealForm: SealForm, kinds: [SealKind], problem: SealError?, waits: Bool, form: FormFields, texts: LocaleTexts) {
    let design = sealForm.design
    tabs = PageTab.account(current: Links.seals, texts: texts)
    let errors = problem.map { [$0.field ?? "name": texts($0.message)] } ?? [:]
    self.form = FormFields(
      .init(
        values: ["purpose": design.purpose, "code": design.code], errors: errors.merging(form.errors) { $1 },
        message: form.message))
    back = Links.seals
    action = Links.newSeal
    preview = Links.sealPreview(sealForm.query)
    previewAlt = texts("seals.alt", ["name": design.name])
    isDrawn = problem == nil
    name = design.name
    kind = design.kind.rawValue
    self.kinds = kinds.map { Option(value: $0.rawValue, text: texts($0.label), isChosen: $0 == design.kind) }
    hasKinds = kinds.count > 1
    faces = SealForm.faces(of: design.kind).map { shape, size in
      Option(
        value: SealForm.text(shape, size), text: Self.label(shape, size, texts), isChosen: shape == design.shape && size == design.size)
    }
    colours = SealDesign.Colour.allCases.map {
      Option(value: $0.rawValue, text: texts("maker.colour.\($0.rawValue)"), isChosen: $0 == design.colour)
    }
    isRound = design.kind.shapes.contains(.round)
    isArc = design.kind.shapes != [.square]
    hasSuffixChoice = design.kind == .personalName || design.kind == .legalRepSeal
    isStar = design.hasStar
    isSuffix = design.hasSuffix
    let isInvoice = design.kind == .invoiceSeal
    codeLabel = texts(isInvoice ? "maker.taxNumber" : "maker.code")
    codeHint = texts(isInvoice ? "maker.taxNumberHint" : "maker.codeHint")
    self.waits = waits
  }

  private static func label(_ shape: SealDesign.Shape, _ size: SealDesign.Size, _ texts: LocaleTexts) -> String {
    let measure =
      size.width == size.height ? Millimetres.text(size.width) : "\(Millimetres.text(size.width)) × \(Millimetres.text(size.height))"
    return texts("maker.face", ["shape": texts("maker.shape.\(shape.rawValue)"), "size": measure])
  }
}

extension SealPage {
  init(_ sheet: SealSheet, form: FormFields, texts: LocaleTexts) {
    let seal = sheet.seal
    tabs = PageTab.account(current: Links.seals, texts: texts)
    self.form = form
    heading = texts(seal.kind.label)
    back = Links.seals
    image = Links.seal(seal.id.description)
    alt = texts("seals.alt", ["name": seal.name])
    state = texts(seal.status.label)
    stateKind = seal.status.badge
    stateText = texts(seal.status.sentenceKey)
    isCompany = seal.owner.organizationID != nil
    facts = [
      FactRow(label: texts("seal.name"), value: seal.name),
      FactRow(label: texts("seal.size"), value: Millimetres.text(seal)),
      FactRow(label: texts("seal.origin"), value: texts(seal.origin.label)),
      FactRow(label: texts("seal.createdAt"), value: seal.createdAt.shortText),
      FactRow(label: texts("seal.pin"), value: texts(sheet.hasPIN ? "seal.pinSet" : "seal.pinNone")),
    ]
    buttons = sheet.commands.map { command in
      Button(
        command: command.rawValue, label: texts(command.label), style: command == .cancel ? "warn" : "",
        consequence: texts("seal.consequence.\(command.rawValue)"))
    }
    statusAction = Links.sealStatus(seal.id)
    canBeDefault = seal.isUsable && !seal.isDefault && !sheet.commands.isEmpty
    defaultAction = Links.sealDefault(seal.id)
    maySetPIN = !sheet.commands.isEmpty
    hasPIN = sheet.hasPIN
    isPINLocked = sheet.isPINLocked
    pinAction = Links.sealPIN(seal.id)
    uses = sheet.uses.map { use in
      Use(
        at: use.at.shortText, contract: use.title, number: use.transactionNo, user: use.userName, pages: use.pages,
        hash: use.digest.description, hashShort: use.digest.short)
    }
    grants = sheet.grants.map { grant, state in
      Grant(
        who: (sheet.attorneys[grant.powerID] ?? "—") + (grant.grantee.isType ? texts("seal.andHandlers") : ""),
        from: DayText.text(grant.validFrom), until: DayText.text(grant.validUntil.adding(.seconds(-1))),
        grantState: texts(state.label), grantKind: state == .inForce ? "ok" : "", paper: Links.power(grant.powerID))
    }
    mayGrant = sheet.mayGrant
    grantHref = Links.newPower(for: seal.id)
    lines = sheet.lines.map { LogEntry($0, texts: texts) }
  }
}

extension SealGrantee {
  var isType: Bool {
    if case .businessType = self { true } else { false }
  }
}
