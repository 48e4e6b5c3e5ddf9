import HeqiDomain

extension Links {
  package static let officeRevocations = "/office/revocations"
}

/// Proposals to end orders, and the form for one more.
struct RevocationsPage: PageModel {
  static let template = "revocations/list"
  let form: FormFields
  let mayPropose: Bool
  let rows: [Row]
  let hasRows: Bool

  struct Row: Sendable {
    let heading: String
    let transactionNo: String
    let reason: String
    let proposed: String
    let decided: String?
    let state: String
    let stateKind: String
    /// nil for the one who proposed it, for auditors, and once it is decided.
    let confirm: String?
    let confirmLabel: String
    let drop: String?
    let dropLabel: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("revocations.title") }
}

extension RevocationsPage {
  init(_ all: [ForcedRevocation], form: FormFields, caller: Caller, now: Instant, texts: LocaleTexts) {
    self.form = form
    mayPropose = caller.platformRoles.contains(.operator_)
    hasRows = !all.isEmpty
    let isOperator = mayPropose
    rows = all.map { revocation in
      func step(_ key: String, _ step: ForcedRevocation.Step) -> String {
        texts("revocations.\(key)", ["name": step.name, "time": ShortTime.text(step.at, now: now, texts: texts)])
      }
      let address = "\(Links.officeRevocations)/\(revocation.id)"
      let title = ["title": revocation.title]
      let isOpen = revocation.state == .proposed && isOperator
      return Row(
        heading: revocation.title, transactionNo: revocation.transactionNo, reason: revocation.reason,
        proposed: step("proposedBy", revocation.proposed),
        decided: revocation.decided.map { step(revocation.state == .confirmed ? "confirmedBy" : "droppedBy", $0) },
        state: texts("revocations.\(revocation.state.rawValue)"),
        stateKind: revocation.state == .proposed ? "wait" : revocation.state == .confirmed ? "bad" : "",
        confirm: isOpen && revocation.proposed.accountID != caller.accountID ? "\(address)/confirmation" : nil,
        confirmLabel: texts("revocations.confirmOf", title), drop: isOpen ? "\(address)/drop" : nil,
        dropLabel: texts("revocations.dropOf", title))
    }
  }
}
