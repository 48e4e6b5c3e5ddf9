/// An electronic seal: name, owner, drawing and its measures (E-08, E-10). The drawing is vector PDF and SVG.
package struct Seal: Equatable, Sendable {
  package let id: ID<Seal>
  package let tenantID: String
  package let ownerID: ID<Account>
  package let kind: SealKind
  /// The text on the seal.
  package let name: String
  package let status: SealStatus
  /// True for the one offered first when signing.
  package let isDefault: Bool
  package let widthMM: Double
  package let heightMM: Double
  package let createdAt: Instant
  /// Rises when grants must end (B-17).
  package let grantVersion: Int
  package let revision: Int64

  package init(
    id: ID<Seal>, tenantID: String, ownerID: ID<Account>, kind: SealKind, name: String, status: SealStatus, isDefault: Bool,
    widthMM: Double, heightMM: Double, createdAt: Instant, grantVersion: Int = 1, revision: Int64 = 0
  ) {
    self.id = id
    self.tenantID = tenantID
    self.ownerID = ownerID
    self.kind = kind
    self.name = name
    self.status = status
    self.isDefault = isDefault
    self.widthMM = widthMM
    self.heightMM = heightMM
    self.createdAt = createdAt
    self.grantVersion = grantVersion
    self.revision = revision
  }

  /// True when it may be put under a signature (F-048).
  package var isUsable: Bool { status == .active }

  package var subject: Event.Subject { Event.Subject(kind: "seal", id: id.description) }

  func with(status: SealStatus, grantVersion: Int? = nil) -> Seal {
    Seal(
      id: id, tenantID: tenantID, ownerID: ownerID, kind: kind, name: name, status: status,
      isDefault: status == .active && isDefault, widthMM: widthMM, heightMM: heightMM, createdAt: createdAt,
      grantVersion: grantVersion ?? self.grantVersion, revision: revision)
  }
}

/// The drawing of a seal, at true size, transparent outside the ink.
package struct SealDrawing: Equatable, Sendable {
  /// One page of the seal's size.
  package let pdf: [UInt8]
  package let svg: [UInt8]

  package init(pdf: [UInt8], svg: [UInt8]) {
    self.pdf = pdf
    self.svg = svg
  }
}

/// Kinds of seals (B-15, F-045).
package enum SealKind: String, Sendable, CaseIterable {
  case personalName, companySeal, legalRepSeal, contractSeal, financeSeal, hrSeal

  package var label: Bilingual {
    switch self {
    case .personalName: Bilingual("个人姓名章", "Personal name seal")
    case .companySeal: Bilingual("公章", "Company seal")
    case .legalRepSeal: Bilingual("法定代表人章", "Legal representative's seal")
    case .contractSeal: Bilingual("合同专用章", "Contract seal")
    case .financeSeal: Bilingual("财务专用章", "Finance seal")
    case .hrSeal: Bilingual("人事专用章", "Personnel seal")
    }
  }
}

/// Life of a seal (E-10).
package enum SealStatus: String, Sendable, CaseIterable {
  case pending, active, suspended, cancelled, expired

  package var label: Bilingual {
    switch self {
    case .pending: Bilingual("待备案", "Pending")
    case .active: Bilingual("启用", "Active")
    case .suspended: Bilingual("停用", "Suspended")
    case .cancelled: Bilingual("已注销", "Cancelled")
    case .expired: Bilingual("已过期", "Expired")
    }
  }
}
