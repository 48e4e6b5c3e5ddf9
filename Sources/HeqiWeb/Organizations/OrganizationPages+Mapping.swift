import HeqiApplication
import HeqiDomain
import HeqiStorage

extension OrganizationPage {
  init(_ view: OrganizationView, unit: ID<OrgUnit>?, status: String, texts: LocaleTexts) {
    let names = Dictionary(view.units.map { ($0.unit.id, $0.unit.name) }, uniquingKeysWith: { first, _ in first })
    heading = view.organization.name
    lead = texts("org.lead", ["code": view.organization.code.text, "representative": view.organization.legalRepresentative])
    mayUpdate = view.mayUpdate
    peopleTitle = unit.flatMap { names[$0] } ?? texts("org.everybody")
    let base = unit.map { "\(Links.organization)?unit=\($0)" }
    tabs =
      base.map { [PageTab(label: texts("org.present"), href: $0, isCurrent: true)] }
      ?? ["active", "invited", "left"].map { name in
        PageTab(
          label: "\(texts("org.tab.\(name)")) \(view.counts[name] ?? 0)",
          href: name == "active" ? Links.organization : "\(Links.organization)?status=\(name)", isCurrent: name == status)
      }
    people = view.people.map { Person($0, names: names, texts: texts) }
    hasPeople = !people.isEmpty
    next = view.next.map { id in
      let start = base ?? "\(Links.organization)?status=\(status)"
      return "\(start)&after=\(id)"
    }
    isAll = unit == nil
    units = view.units.map { row in
      Unit(
        name: row.unit.name, count: String(row.people), depth: String(min(row.depth, 5)),
        href: "\(Links.organization)?unit=\(row.unit.id)", isCurrent: row.unit.id == unit,
        edit: view.mayUpdate ? Links.unit(row.unit.id) : nil, editLabel: texts("unit.editName", ["name": row.unit.name]))
    }
  }
}

extension OrganizationPage.Person {
  init(_ member: Membership, names: [ID<OrgUnit>: String], texts: LocaleTexts) {
    name = member.name
    mobile = member.mobile.map { Mask.mobile($0.text) } ?? ""
    units = member.unitIDs.compactMap { names[$0] }.joined(separator: texts("list.comma"))
    roles = member.roles.isEmpty ? texts("mode.noRoles") : member.roles.sorted().map { texts($0.label) }.joined(separator: texts("list.comma"))
    status = texts(member.status.label)
    kind = member.status == .active ? "ok" : "wait"
    href = Links.member(member.id.description)
  }
}

extension MemberPage {
  /// `view` is nil for a new person; `units`, `managers` and `grantable` then come from `empty`.
  init(_ view: MemberView, form: FormFields, texts: LocaleTexts) {
    let member = view.member
    let names = Dictionary(view.units.map { ($0.unit.id, $0.unit.name) }, uniquingKeysWith: { first, _ in first })
    let hasLeft = if case .left = member.status { true } else { false }
    heading = member.name
    lead = [member.mobile.map { Mask.mobile($0.text) }, member.email?.text].compactMap { $0 }.joined(separator: " · ")
    status = texts(member.status.label)
    kind = member.status == .active ? "ok" : "wait"
    mayUpdate = view.mayUpdate && !hasLeft
    isNew = false
    action = Links.member(member.id.description)
    roles = Self.roles(member.roles, view.grantable, texts)
    units = Self.units(view.units, Set(member.unitIDs))
    mains = Self.units(view.units, Set(member.unitIDs.prefix(member.unitIDs.count > 1 ? 1 : 0)))
    managers = Self.managers(view.managers, member.managerID)
    submit = texts("org.save")
    roleText = member.roles.sorted().map { texts($0.label) }.joined(separator: texts("list.comma"))
    unitText = member.unitIDs.compactMap { names[$0] }.joined(separator: texts("list.comma"))
    leave =
      mayUpdate && !member.roles.contains(.legalRep)
      ? Leave(
        text: view.openRequests == 0 ? texts("org.leaveNone") : texts("org.leaveOpen", ["n": String(view.openRequests)]),
        action: "\(Links.member(member.id.description))/leaving") : nil
    self.form = form
  }

  /// A person to be added.
  init(newIn view: OrganizationView, roles granting: Set<CompanyRole>, form: FormFields, texts: LocaleTexts) {
    heading = texts("org.add")
    lead = texts("org.addLead")
    status = view.organization.name
    kind = "wait"
    mayUpdate = true
    isNew = true
    action = Links.newMember
    roles = Self.roles([], granting, texts)
    units = Self.units(view.units, [])
    mains = units
    managers = Self.managers(view.people, nil)
    submit = texts("org.add")
    roleText = ""
    unitText = ""
    leave = nil
    self.form = form
  }

  private static func roles(_ chosen: Set<CompanyRole>, _ grantable: Set<CompanyRole>, _ texts: LocaleTexts) -> [Choice] {
    CompanyRole.allCases.map { role in
      Choice(
        value: role.rawValue, label: texts(role.label), text: texts("org.role.\(role.rawValue)"), depth: "0",
        isChosen: chosen.contains(role), isFixed: !grantable.contains(role))
    }
  }

  private static func units(_ rows: [OrganizationView.UnitRow], _ chosen: Set<ID<OrgUnit>>) -> [Choice] {
    rows.map { row in
      Choice(
        value: row.unit.id.description, label: row.unit.name, text: "", depth: String(min(row.depth, 5)),
        isChosen: chosen.contains(row.unit.id), isFixed: false)
    }
  }

  private static func managers(_ people: [Membership], _ chosen: ID<Membership>?) -> [Choice] {
    people.map {
      Choice(value: $0.id.description, label: $0.name, text: "", depth: "0", isChosen: $0.id == chosen, isFixed: false)
    }
  }
}

extension RosterPage {
  /// `pull` is nil when the company has no personnel system.
  init(
    _ preview: RosterPreview?, form: FormFields, pull: (isAvailable: Bool, pull: DirectoryPull?), now: Instant, texts: LocaleTexts
  ) {
    directory =
      pull.isAvailable
      ? Directory(
        last: pull.pull.map { "\(ShortTime.text($0.triedAt, now: now, texts: texts)) · \(texts("org.pull.\($0.outcome.rawValue)"))" }
          ?? texts("org.pullNever"),
        kind: pull.pull?.outcome == .failed ? "turn" : "ok", detail: pull.pull?.detail ?? "") : nil
    self.form = form
    let found = preview?.faults ?? []
    hasFaults = !found.isEmpty
    faultTitle = texts("org.faultTitle", ["n": String(found.count)])
    faults = found.map { Fault(place: $0.place, message: texts($0.message)) }
    ready = preview.flatMap { preview in
      preview.file.map { file in
        func fact(_ key: String, _ names: [String]) -> ReviewCasePage.Fact {
          let shown = names.prefix(8).joined(separator: texts("list.comma")) + (names.count > 8 ? "…" : "")
          return .init(label: texts(key), value: names.isEmpty ? "0" : "\(names.count)（\(shown)）")
        }
        return Ready(
          facts: [
            fact("org.newUnits", preview.outcome.newUnits), fact("org.newPeople", preview.outcome.added),
            fact("org.changedPeople", preview.outcome.changed),
            .init(label: texts("org.unchanged"), value: String(preview.outcome.unchanged)),
          ], digest: file.digest.hex, length: String(file.length))
      }
    }
  }
}
