/// Events of a company's people and tree, for the company's log (F-056 to F-058, F-090). Names are masked.
package enum MembershipEvent {
  package static let addedKind = "membership.added"
  package static let linkedKind = "membership.linked"
  package static let changedKind = "membership.changed"
  package static let leftKind = "membership.left"
  package static let importedKind = "organization.rosterImported"
  package static let pulledKind = "organization.directoryPulled"

  package static func added(_ membership: Membership) -> EventDraft {
    EventDraft(addedKind, by: .caller, [.init("member", membership.maskedName)])
  }

  /// The invited person has an account now.
  package static func linked(_ membership: Membership) -> EventDraft {
    EventDraft(linkedKind, by: .system, [.init("member", membership.maskedName)])
  }

  package static func changed(_ membership: Membership) -> EventDraft {
    let roles = membership.roles.sorted().map(\.label.chinese).joined(separator: "、")
    return EventDraft(changedKind, by: .caller, [.init("member", membership.maskedName), .init("roles", roles.isEmpty ? "-" : roles)])
  }

  package static func left(_ membership: Membership, by author: EventDraft.Author) -> EventDraft {
    EventDraft(leftKind, by: author, [.init("member", membership.maskedName)])
  }

  package static func imported(_ kind: String, units: Int, added: Int, changed: Int, left: Int, by author: EventDraft.Author) -> EventDraft {
    EventDraft(
      kind, by: author,
      [
        .init("unitCount", String(units)), .init("addedCount", String(added)), .init("changedCount", String(changed)),
        .init("leftCount", String(left)),
      ])
  }
}
