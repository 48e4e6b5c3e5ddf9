/// Where a signing page opens (J-004, J-012).
package struct LinkScene: Equatable, Sendable {
  package enum Source: String, Sendable, CaseIterable {
    case pc = "PC"
    case h5 = "H5"
  }
  package enum Frame: String, Sendable, CaseIterable {
    case normal
    /// Without header and footer, inside the caller's page.
    case embedded
  }

  package var source: Source
  package var frame: Frame
  package var themeColour: String?
  package var showsRefusal: Bool
  /// Seconds of forced reading, 0…`ContractLimits.forcedReadingSecondsMax`.
  package var readingSeconds: Int
  package var showsResult: Bool
  package var returnURL: String?

  package init(
    source: Source = .h5, frame: Frame = .normal, themeColour: String? = nil, showsRefusal: Bool = true,
    readingSeconds: Int = 0, showsResult: Bool = true, returnURL: String? = nil
  ) {
    self.source = source
    self.frame = frame
    self.themeColour = themeColour
    self.showsRefusal = showsRefusal
    self.readingSeconds = readingSeconds
    self.showsResult = showsResult
    self.returnURL = returnURL
  }
}

/// A link by which one party of one contract signs without an account (M-019, M-025, B-21). Only hashes of token and
/// short code are stored.
package struct SignLink: Equatable, Sendable {
  /// Random bytes of a token.
  package static let tokenBytes = 32
  /// Random bytes of a short code, for text messages: 128 bits, so that nobody finds one by trying (drill 32).
  package static let codeBytes = 16

  package let id: ID<SignLink>
  package let tenantID: String
  package let contractID: ID<Contract>
  package let partyID: ID<ContractParty>
  package let tokenHash: Digest
  package let shortHash: Digest
  package let scene: LinkScene
  package let createdAt: Instant
  package let expiresAt: Instant
  /// It signed; from then on it only shows.
  package let usedAt: Instant?
  /// A newer link took its place.
  package let replacedAt: Instant?

  package init(
    id: ID<SignLink>, tenantID: String, contractID: ID<Contract>, partyID: ID<ContractParty>, tokenHash: Digest,
    shortHash: Digest, scene: LinkScene, createdAt: Instant, expiresAt: Instant, usedAt: Instant? = nil,
    replacedAt: Instant? = nil
  ) {
    self.id = id
    self.tenantID = tenantID
    self.contractID = contractID
    self.partyID = partyID
    self.tokenHash = tokenHash
    self.shortHash = shortHash
    self.scene = scene
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.usedAt = usedAt
    self.replacedAt = replacedAt
  }

  /// Whether the page may be shown.
  package enum State: Equatable, Sendable {
    case open, expired, used, replaced

    /// The file may be read: until the end, and by the link that signed for good, since its signer has no other (B-21).
    package var isReadable: Bool { self == .open || self == .used }
  }

  package func state(at now: Instant) -> State {
    if usedAt != nil { return .used }
    if replacedAt != nil { return .replaced }
    return now < expiresAt ? .open : .expired
  }
}
