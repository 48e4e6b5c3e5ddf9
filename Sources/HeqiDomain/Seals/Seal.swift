/// Whose seal it is: a person's, or an organization's (E-10: a seal holds its owner's name).
package enum SealOwner: Hashable, Sendable {
  case person(ID<Account>)
  case organization(ID<Organization>)

  /// The account, for a person's seal.
  package var accountID: ID<Account>? {
    if case .person(let id) = self { id } else { nil }
  }

  package var organizationID: ID<Organization>? {
    if case .organization(let id) = self { id } else { nil }
  }
}

/// Where the picture comes from (F-045, F-046).
package enum SealOrigin: String, Sendable, CaseIterable {
  /// Drawn by parameters, as vectors.
  case designed
  /// A picture that the owner uploaded.
  case uploaded

  package var label: Bilingual {
    switch self {
    case .designed: Bilingual("在线制作", "Drawn here")
    case .uploaded: Bilingual("上传图片", "Uploaded picture")
    }
  }
}

/// An electronic seal: name, owner, drawing and its measures (E-08, E-10).
package struct Seal: Equatable, Sendable {
  package let id: ID<Seal>
  package let tenantID: String
  package let owner: SealOwner
  package let kind: SealKind
  package let origin: SealOrigin
  /// The owner's name as it stands on the seal.
  package let name: String
  package let status: SealStatus
  /// True for the one offered first when signing.
  package let isDefault: Bool
  package let widthMM: Double
  package let heightMM: Double
  package let createdAt: Instant
  /// After it the seal is expired; nil for no end.
  package let expiresAt: Instant?
  /// Rises when grants must end (B-17).
  package let grantVersion: Int
  package let revision: Int64

  package init(
    id: ID<Seal>, tenantID: String, owner: SealOwner, kind: SealKind, origin: SealOrigin = .designed, name: String,
    status: SealStatus, isDefault: Bool, widthMM: Double, heightMM: Double, createdAt: Instant,
    expiresAt: Instant? = nil, grantVersion: Int = 1, revision: Int64 = 0
  ) {
    self.id = id
    self.tenantID = tenantID
    self.owner = owner
    self.kind = kind
    self.origin = origin
    self.name = name
    self.status = status
    self.isDefault = isDefault
    self.widthMM = widthMM
    self.heightMM = heightMM
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.grantVersion = grantVersion
    self.revision = revision
  }

  /// A person's seal.
  package init(
    id: ID<Seal>, tenantID: String, ownerID: ID<Account>, kind: SealKind, origin: SealOrigin = .designed, name: String,
    status: SealStatus, isDefault: Bool, widthMM: Double, heightMM: Double, createdAt: Instant, grantVersion: Int = 1,
    revision: Int64 = 0
  ) {
    self.init(
      id: id, tenantID: tenantID, owner: .person(ownerID), kind: kind, origin: origin, name: name, status: status,
      isDefault: isDefault, widthMM: widthMM, heightMM: heightMM, createdAt: createdAt, grantVersion: grantVersion,
      revision: revision)
  }

  /// True when it may be put under a signature (F-048). The end of its term is checked by `SealPolicy`.
  package var isUsable: Bool { status == .active }

  package var subject: Event.Subject { Event.Subject(kind: "seal", id: id.description) }

  func with(status: SealStatus? = nil, grantVersion: Int? = nil, isDefault: Bool? = nil) -> Seal {
    let status = status ?? self.status
    return Seal(
      id: id, tenantID: tenantID, owner: owner, kind: kind, origin: origin, name: name, status: status,
      isDefault: status == .active && (isDefault ?? self.isDefault), widthMM: widthMM, heightMM: heightMM,
      createdAt: createdAt, expiresAt: expiresAt, grantVersion: grantVersion ?? self.grantVersion, revision: revision)
  }

  /// The same seal as the one offered first; only an active one can be.
  package func asDefault() -> Seal { with(isDefault: true) }
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

/// Kinds of seals (B-15, F-045, E-22).
package enum SealKind: String, Sendable, CaseIterable {
  case personalName, companySeal, legalRepSeal, contractSeal, financeSeal, hrSeal, invoiceSeal, specialSeal

  package var label: Bilingual {
    switch self {
    case .personalName: Bilingual("个人姓名章", "Personal name seal")
    case .companySeal: Bilingual("公章", "Company seal")
    case .legalRepSeal: Bilingual("法定代表人章", "Legal representative's seal")
    case .contractSeal: Bilingual("合同专用章", "Contract seal")
    case .financeSeal: Bilingual("财务专用章", "Finance seal")
    case .hrSeal: Bilingual("人事专用章", "Personnel seal")
    case .invoiceSeal: Bilingual("发票专用章", "Invoice seal")
    case .specialSeal: Bilingual("其他专用章", "Other special seal")
    }
  }

  /// Kinds that an organization owns; the others are people's.
  package static let ofOrganizations: [SealKind] = allCases.filter { $0 != .personalName }
  /// What an organization gets when its verification succeeds (B-15).
  package static let defaults: [SealKind] = [.companySeal, .legalRepSeal, .contractSeal, .financeSeal, .hrSeal]
}

/// Life of a seal (E-10).
package enum SealStatus: String, Sendable, CaseIterable {
  case pending, active, suspended, cancelled, expired

  package var label: Bilingual {
    switch self {
    case .pending: Bilingual("待启用", "Pending")
    case .active: Bilingual("启用", "Active")
    case .suspended: Bilingual("停用", "Suspended")
    case .cancelled: Bilingual("已注销", "Cancelled")
    case .expired: Bilingual("已过期", "Expired")
    }
  }
}
