/// What `initiate` takes: who signs what, in which order, until when (M-005).
public struct ContractOrder: Encodable, Sendable {
  /// The caller's own number, 1–64 characters; one live contract for each `bizID` and `bizType`.
  public var bizID: String
  /// 1–32 characters.
  public var bizType: String
  /// 1–256 characters, without `/ \ : * " < > | ?`.
  public var title: String
  public var content: Content
  /// 1–50 people.
  public var signers: [Signer]
  /// At most 300; without it each signer gets a place where the template says, or at the foot of the last page.
  public var signFields: [SignField]?
  /// Where each change of state is sent, `https://`, at most 1024 characters.
  public var callbackURL: String?
  /// Up to 20 headers sent with each callback.
  public var callbackHeaders: [String: String]?
  /// 1–365; 7 unless given.
  public var expireDays: Int?
  public var assuranceLevel: AssuranceLevel?
  /// TSA unless given; empty for none.
  public var archiveProviders: [ArchiveProvider]?

  /// What is signed.
  public enum Content: Sendable {
    /// An uploaded file.
    case file(id: String)
    /// Up to 20 uploaded files; they become one document in this order.
    case files([(id: String, name: String?)])
    /// The active version of a template.
    case template(id: String, variables: [String: JSONValue])
  }

  public init(bizID: String, bizType: String, title: String, content: Content, signers: [Signer]) {
    self.bizID = bizID
    self.bizType = bizType
    self.title = title
    self.content = content
    self.signers = signers
  }

  /// A natural person who signs by link, without an account; or with ``organization`` the person who handles the contract
  /// for a company, signed in on the platform.
  public struct Signer: Encodable, Sendable {
    /// The caller's own name for it, once in a contract.
    public var partyID: String
    /// Such as `BUYER`; `SIGNER` unless given.
    public var partyType: String?
    public var name: String
    /// 18 characters, check digit by ISO 7064 MOD 11-2 (GB 11643).
    public var idCardNo: String
    /// A mainland number; each signer has its own.
    public var mobile: String
    /// Links that the platform sends go here as well.
    public var email: String?
    /// A company verified on the platform, with this person as an active member.
    public var organization: Organization?
    /// The only kind of the company's seals that may be used, such as `CONTRACT_SEAL`.
    public var sealKind: String?
    public var signMethod: SignMethod?
    public var notifyType: NotifyType?
    /// Equal numbers sign in any order; its place in the list unless given.
    public var sequence: Int?

    public init(
      partyID: String, name: String, idCardNo: String, mobile: String, signMethod: SignMethod? = nil,
      notifyType: NotifyType? = nil, sequence: Int? = nil
    ) {
      self.partyID = partyID
      self.name = name
      self.idCardNo = idCardNo
      self.mobile = mobile
      self.signMethod = signMethod
      self.notifyType = notifyType
      self.sequence = sequence
    }

    enum CodingKeys: String, CodingKey {
      case partyID = "partyId"
      case partyType, name, idCardNo, mobile, email, organization, sealKind, signMethod, notifyType, sequence
    }
  }

  /// A company by its name and unified social credit code (GB 32100).
  public struct Organization: Codable, Hashable, Sendable {
    public var name: String
    public var uscc: String

    public init(name: String, uscc: String) {
      self.name = name
      self.uscc = uscc
    }
  }

  /// A place on the paper.
  public struct SignField: Encodable, Sendable {
    public enum Kind: String, Encodable, Sendable { case seal, handwriting, signature, date, text }
    public enum Place: Sendable {
      /// `page` from 1; `x`, `y` in points from the lower left of the visible page.
      case at(page: Int, x: Double, y: Double)
      /// Where this text first stands, at most 64 characters.
      case keyword(String)
    }

    public var partyID: String
    public var kind: Kind
    public var place: Place
    /// Points.
    public var width: Double?
    public var height: Double?
    /// With several files, which one, from 1; `page` then counts in that file.
    public var file: Int?

    public init(partyID: String, kind: Kind = .seal, place: Place, width: Double? = nil, height: Double? = nil, file: Int? = nil) {
      self.partyID = partyID
      self.kind = kind
      self.place = place
      self.width = width
      self.height = height
      self.file = file
    }

    enum CodingKeys: String, CodingKey {
      case partyID = "partyId"
      case kind, page, x, y, keyword, width, height, file
    }

    public func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(partyID, forKey: .partyID)
      try values.encode(kind, forKey: .kind)
      switch place {
      case .at(let page, let x, let y):
        try values.encode(page, forKey: .page)
        try values.encode(x, forKey: .x)
        try values.encode(y, forKey: .y)
      case .keyword(let text): try values.encode(text, forKey: .keyword)
      }
      try values.encodeIfPresent(width, forKey: .width)
      try values.encodeIfPresent(height, forKey: .height)
      try values.encodeIfPresent(file, forKey: .file)
    }
  }

  enum CodingKeys: String, CodingKey {
    case bizID = "bizId"
    case fileID = "fileId"
    case templateID = "templateId"
    case callbackURL = "callbackUrl"
    case bizType, title, files, variables, signers, signFields, webhookConfig, expireDays, assuranceLevel, archiveConfig
  }
  private struct FilePart: Encodable {
    let fileId: String
    let name: String?
  }
  private struct Headers: Encodable { let headers: [String: String] }
  private struct Archiving: Encodable {
    let needArchive: Bool
    let archiveProvider: [ArchiveProvider]
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(bizID, forKey: .bizID)
    try values.encode(bizType, forKey: .bizType)
    try values.encode(title, forKey: .title)
    switch content {
    case .file(let id): try values.encode(id, forKey: .fileID)
    case .files(let files): try values.encode(files.map { FilePart(fileId: $0.id, name: $0.name) }, forKey: .files)
    case .template(let id, let variables):
      try values.encode(id, forKey: .templateID)
      try values.encode(variables, forKey: .variables)
    }
    try values.encode(signers, forKey: .signers)
    try values.encodeIfPresent(signFields, forKey: .signFields)
    try values.encodeIfPresent(callbackURL, forKey: .callbackURL)
    try values.encodeIfPresent(callbackHeaders.map(Headers.init), forKey: .webhookConfig)
    try values.encodeIfPresent(expireDays, forKey: .expireDays)
    try values.encodeIfPresent(assuranceLevel, forKey: .assuranceLevel)
    if let providers = archiveProviders {
      try values.encode(Archiving(needArchive: !providers.isEmpty, archiveProvider: providers), forKey: .archiveConfig)
    }
  }
}
