/// Role × permission: table D as one value (F-030). Nothing else decides who may do what in a company; the scope of a
/// right says which rows it reaches, and what the contract's stage allows is asked of its lifecycle besides.
package struct AccessPolicy: Sendable, Equatable {
  /// The columns of table D.
  package enum Column: Hashable, Sendable {
    /// P: a person for themselves.
    case individual
    case role(CompanyRole)

    package static let all: [Column] = [.individual] + CompanyRole.allCases.map(Column.role)

    package var scope: AccessScope {
      switch self {
      case .individual: .own
      case .role(let role): role.scope
      }
    }

    package var label: Bilingual {
      switch self {
      case .individual: Bilingual("个人", "Individual")
      case .role(let role): role.label
      }
    }
  }

  /// One cell of table D.
  package enum Mark: Character, Sendable, CaseIterable {
    /// Written in the source.
    case written = "✓"
    /// Derived: the role has the parent verb.
    case derived = "+"
    case denied = "–"
    /// Only the platform itself does it for this role.
    case system = "s"
  }

  /// Marks of one permission in the order of `Column.all`.
  private let marks: [Permission: [Mark]]

  private init(_ rows: [(permissions: [Permission], marks: String)]) {
    var marks: [Permission: [Mark]] = [:]
    for row in rows {
      let cells = row.marks.filter { $0 != " " }.compactMap(Mark.init)
      precondition(cells.count == Column.all.count, "a row of table D has one mark per column")
      for permission in row.permissions { marks[permission] = cells }
    }
    self.marks = marks
  }

  /// The cell of table D; a permission without a row is denied to everybody.
  package func mark(_ permission: Permission, _ column: Column) -> Mark {
    guard let cells = marks[permission], let index = Column.all.firstIndex(of: column) else { return .denied }
    return cells[index]
  }

  /// What the right reaches in this column; `nil` where it is denied or the platform's own.
  package func scope(of permission: Permission, in column: Column) -> AccessScope? {
    switch mark(permission, column) {
    case .written, .derived: column.scope
    case .denied, .system: nil
    }
  }

  /// The union over a person's roles.
  package func scopes(of permission: Permission, for roles: Set<CompanyRole>) -> Set<AccessScope> {
    Set(roles.compactMap { scope(of: permission, in: .role($0)) })
  }

  /// Table D, row by row: P, H, CC, BA, SA, AD, LR.
  package static let tableD = AccessPolicy([
    ([.contractDraft, .contractInitiate], "✓ ✓ – – – ✓ ✓"),
    ([.contractReinitiate], "✓ ✓ – – – + +"),
    ([.contractReceive, .contractLinkBusinessType], "✓ ✓ – – – + +"),
    ([.contractSign, .contractWithdraw, .contractReturn], "✓ ✓ – – – ✓ ✓"),
    ([.contractSend], "s s – – – s s"),
    ([.contractView, .contractViewLogs], "✓ ✓ ✓ ✓ ✓ ✓ ✓"),
    ([.contractDownload], "✓ ✓ – – – ✓ ✓"),
    ([.contractAttach], "+ + – – – + +"),
    ([.contractRateLiveImage, .contractSetIssueOrder, .contractSetPositions], "✓ ✓ – – – + +"),
    ([.contractTerminate, .contractConfirmPerformance], "+ + – – – + +"),
    ([.contractVerify], "✓ ✓ ✓ ✓ ✓ ✓ ✓"),
    ([.approvalViewProgress], "– ✓ ✓ ✓ ✓ ✓ ✓"),
    ([.approvalViewRequest, .approvalDecide], "– – – ✓ ✓ – –"),
    ([.approvalAddApprover, .approvalAddCC], "– ✓ – – – + +"),
    ([.sealViewAvailable], "✓ ✓ ✓ ✓ ✓ ✓ ✓"),
    ([.sealAdd], "✓ – – – – ✓ ✓"),
    ([.sealEnable, .sealDisable], "✓ – – – – – ✓"),
    ([.sealGrant, .orgLink], "– – – – – – ✓"),
    ([.contactView], "✓ ✓ ✓ ✓ ✓ ✓ ✓"),
    ([.contactManage], "✓ ✓ – – – ✓ ✓"),
    ([.contactInvite], "✓ ✓ – – – – –"),
    ([.templateView], "✓ ✓ ✓ ✓ ✓ ✓ ✓"),
    (
      [.templateGroup, .templateCreate, .templateEdit, .templateReupload, .templateDownload, .templateDelete],
      "✓ ✓ – – – ✓ ✓"
    ),
    ([.orgView], "– ✓ ✓ ✓ ✓ ✓ ✓"),
    ([.orgUpdate], "– – – – – ✓ ✓"),
    ([.businessTypeView], "– ✓ ✓ ✓ ✓ ✓ ✓"),
    ([.businessTypeCreate, .businessTypeEdit], "– – – – – ✓ ✓"),
  ])
}
