import HeqiApplication
import HeqiDomain

/// One unit of the tree: its people, what stands under it, its name and place (F-056).
struct UnitPage: PageModel {
  static let template = "organizations/unit"
  let form: FormFields
  let heading: String
  let kind: String
  let path: String
  let lead: String
  let action: String
  let unitID: String
  let isFixed: Bool
  let takesPeople: Bool
  let hasPeople: Bool
  let people: [Person]
  /// Says how many are not shown; nil where all are.
  let more: String?
  let search: String
  let hasCandidates: Bool
  let candidates: [Person]
  let hasChildren: Bool
  let children: [Child]
  let hasKinds: Bool
  let kinds: [SelectOption]
  let hasPlaces: Bool
  let places: [SelectOption]
  let hasManagers: Bool
  let managers: [SelectOption]
  let canRemove: Bool
  let removeText: String
  let needsHeir: Bool
  let heirs: [SelectOption]

  struct Person: Sendable {
    let id: String
    let name: String
    let detail: String
    let href: String
    /// Words for the button that takes the person out.
    let release: String
  }

  struct Child: Sendable {
    let name: String
    let count: String
    let href: String
    let order: String
    let up: String
    let down: String
    let isFirst: Bool
    let isLast: Bool
  }

  func title(_ texts: LocaleTexts) -> String { heading }
}

/// A unit at the top of the tree (F-056).
struct NewUnitPage: PageModel {
  static let template = "organizations/unit-new"
  let form: FormFields
  let action: String
  let kinds: [SelectOption]

  func title(_ texts: LocaleTexts) -> String { texts("unit.newTop") }
}

extension UnitPage {
  init(_ view: UnitView, search: String, form: FormFields, texts: LocaleTexts) {
    let unit = view.unit
    self.form = form.filling(["name": unit.name])
    self.search = search
    heading = unit.name
    kind = texts(unit.kind.label)
    path = view.path.joined(separator: " / ")
    lead = texts("unit.lead", ["n": String(view.count)])
    action = Links.unit(unit.id)
    unitID = unit.id.description
    isFixed = view.isFixed
    takesPeople = unit.kind != .group
    people = view.people.map { Person($0, texts: texts) }
    hasPeople = !people.isEmpty
    more = view.count > people.count ? texts("unit.morePeople", ["n": String(view.count - people.count)]) : nil
    candidates = view.candidates.map { Person($0, texts: texts) }
    hasCandidates = !candidates.isEmpty
    children = view.children.enumerated().map { index, row in
      Child(row, isFirst: index == 0, isLast: index == view.children.count - 1, texts: texts)
    }
    hasChildren = !children.isEmpty
    kinds = view.kinds.map { SelectOption(value: $0.rawValue, label: texts($0.label), isSelected: false) }
    hasKinds = !kinds.isEmpty
    places = view.places.map { place in
      SelectOption(
        value: place.id?.description ?? "top", label: place.id == nil ? texts("unit.top") : place.path.joined(separator: " / "),
        isSelected: place.id == unit.parentID)
    }
    hasPlaces = places.contains { !$0.isSelected }
    managers = (view.people + view.candidates).filter(\.isActive).map {
      SelectOption(value: $0.id.description, label: $0.name, isSelected: false)
    }
    hasManagers = hasPeople && !managers.isEmpty
    canRemove = !view.isFixed && !hasChildren
    removeText = texts(view.isFixed ? "unit.fixed" : "unit.notEmpty")
    needsHeir = view.count > 0
    heirs = view.heirs.map { SelectOption(value: $0.id.description, label: $0.path.joined(separator: " / "), isSelected: false) }
  }
}

extension UnitPage.Person {
  init(_ member: Membership, texts: LocaleTexts) {
    id = member.id.description
    name = member.name
    detail = [
      member.mobile.map { Mask.mobile($0.text) }, texts(member.status.label),
      member.roles.isEmpty ? nil : member.roles.sorted().map { texts($0.label) }.joined(separator: texts("list.comma")),
    ].compactMap(\.self).joined(separator: " · ")
    href = Links.member(member.id.description)
    release = texts("unit.releaseName", ["name": member.name])
  }
}

extension UnitPage.Child {
  init(_ row: OrganizationView.UnitRow, isFirst: Bool, isLast: Bool, texts: LocaleTexts) {
    name = row.unit.name
    count = String(row.people)
    href = Links.unit(row.unit.id)
    order = "\(Links.unit(row.unit.id))/order"
    up = texts("unit.upName", ["name": row.unit.name])
    down = texts("unit.downName", ["name": row.unit.name])
    self.isFirst = isFirst
    self.isLast = isLast
  }
}
