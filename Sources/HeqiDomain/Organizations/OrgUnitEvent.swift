/// Events of a tree that is edited by hand, for the company's log (F-056, F-090).
package enum OrgUnitEvent {
  package static let addedKind = "orgUnit.added"
  package static let renamedKind = "orgUnit.renamed"
  package static let movedKind = "orgUnit.moved"
  package static let shiftedKind = "orgUnit.shifted"
  package static let removedKind = "orgUnit.removed"
  package static let peopleKind = "orgUnit.peopleChanged"
  package static let ledKind = "orgUnit.led"

  package static func added(_ unit: OrgUnit, in tree: OrgTree) -> EventDraft {
    EventDraft(addedKind, by: .caller, [path(unit, tree), .init("unitKind", unit.kind.rawValue)])
  }

  package static func renamed(_ unit: OrgUnit, from old: String, in tree: OrgTree) -> EventDraft {
    EventDraft(renamedKind, by: .caller, [path(unit, tree), .init("oldName", old)])
  }

  package static func moved(_ unit: OrgUnit, from old: OrgTree, to tree: OrgTree) -> EventDraft {
    EventDraft(
      movedKind, by: .caller,
      [.init("oldUnit", old[unit.id].map(old.path)?.joined(separator: "/") ?? ""), path(unit, tree)])
  }

  package static func shifted(_ unit: OrgUnit, in tree: OrgTree) -> EventDraft {
    EventDraft(shiftedKind, by: .caller, [path(unit, tree)])
  }

  /// - Parameter heir: where its people went; nil where they are in no department instead.
  package static func removed(_ unit: OrgUnit, in tree: OrgTree, people: Int, to heir: OrgUnit?) -> EventDraft {
    var facts = [path(unit, tree), Event.Fact("peopleCount", String(people))]
    if let heir { facts.append(Event.Fact("heir", tree.path(to: heir).joined(separator: "/"))) }
    return EventDraft(removedKind, by: .caller, facts)
  }

  /// Names are masked.
  package static func people(_ unit: OrgUnit, in tree: OrgTree, joined: [Membership], left: [Membership]) -> EventDraft {
    var facts = [path(unit, tree)]
    for (name, people) in [("joined", joined), ("released", left)] where !people.isEmpty {
      let shown = people.prefix(20).map(\.maskedName).joined(separator: "、")
      facts.append(Event.Fact(name, people.count > 20 ? "\(shown)… (\(people.count))" : shown))
    }
    return EventDraft(peopleKind, by: .caller, facts)
  }

  package static func led(_ unit: OrgUnit, in tree: OrgTree, by manager: Membership, people: Int) -> EventDraft {
    EventDraft(
      ledKind, by: .caller,
      [path(unit, tree), .init("manager", manager.maskedName), .init("peopleCount", String(people))])
  }

  private static func path(_ unit: OrgUnit, _ tree: OrgTree) -> Event.Fact {
    Event.Fact("unit", tree.path(to: unit).joined(separator: "/"))
  }
}
