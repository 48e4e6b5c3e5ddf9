public import FoundationEssentials

/// A file the platform keeps for an order.
public struct StoredFile: Decodable, Sendable {
  public let fileID: String
  /// `sha256:` and 64 hex digits.
  public let sha256: String
  public let pages: Int
  /// Bytes.
  public let length: Int

  enum CodingKeys: String, CodingKey {
    case fileID = "fileId"
    case sha256, pages, length
  }
}

/// A contract that has just been started, or the one that already held the business number.
public struct StartedContract: Decodable, Sendable {
  public let contractID: String
  public let status: ContractStatus
  public let transactionNo: String
  public let signTasks: [SignTask]
  public let createdAt: Date
  public let expiresAt: Date
  /// True when an earlier order with this `bizID` and the same content had started it.
  public let isDuplicate: Bool

  enum CodingKeys: String, CodingKey {
    case contractID = "contractId"
    case isDuplicate = "duplicate"
    case status, transactionNo, signTasks, createdAt, expiresAt
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    contractID = try values.decode(String.self, forKey: .contractID)
    status = try values.decode(ContractStatus.self, forKey: .status)
    transactionNo = try values.decode(String.self, forKey: .transactionNo)
    signTasks = try values.decode([SignTask].self, forKey: .signTasks)
    createdAt = try values.decode(Date.self, forKey: .createdAt)
    expiresAt = try values.decode(Date.self, forKey: .expiresAt)
    isDuplicate = try values.decodeIfPresent(Bool.self, forKey: .isDuplicate) ?? false
  }
}

/// Where one signer signs.
public struct SignTask: Decodable, Sendable {
  public let partyID: String
  /// Signs once and can be read until it expires; of a company the page of the contract.
  public let signURL: String?
  /// The same page for a text message.
  public let shortURL: String?
  public let expiresAt: Date
  /// The address as a picture, a PNG data URI.
  public let qrCode: String?

  enum CodingKeys: String, CodingKey {
    case partyID = "partyId"
    case signURL = "signUrl"
    case shortURL = "shortUrl"
    case expiresAt, qrCode
  }
}

/// A contract with its signers, as it stands.
public struct Contract: Decodable, Sendable {
  public let contractID: String
  public let transactionNo: String
  public let bizID: String
  public let bizType: String
  public let title: String
  public let templateID: String?
  public let templateVersion: String?
  public let status: ContractStatus
  public let signers: [Signer]
  /// Of the file as it stands.
  public let documentHash: String?
  /// One row a provider, once it is signed.
  public let archives: [ArchiveInfo]?
  public let createdAt: Date
  public let expiresAt: Date
  public let signedAt: Date?
  public let revokeReason: String?

  /// A signer and what it did.
  public struct Signer: Decodable, Sendable {
    public let partyID: String
    public let partyType: String
    public let name: String
    /// The company it acts for.
    public let organization: ContractOrder.Organization?
    public let sealKind: String?
    public let signStatus: SignStatus
    public let signMethod: SignMethod
    public let notifyType: NotifyType
    public let sequence: Int
    public let signedAt: Date?
    public let transactionNo: String?
    public let ipAddress: String?
    public let deviceInfo: String?
    public let rejectReason: String?

    enum CodingKeys: String, CodingKey {
      case partyID = "partyId"
      case partyType, name, organization, sealKind, signStatus, signMethod, notifyType, sequence, signedAt, transactionNo, ipAddress, deviceInfo, rejectReason
    }
  }

  enum CodingKeys: String, CodingKey {
    case contractID = "contractId"
    case bizID = "bizId"
    case templateID = "templateId"
    case transactionNo, bizType, title, templateVersion, status, signers, documentHash, archives, createdAt, expiresAt, signedAt
    case revokeReason
  }
}

/// What one archive provider has of a contract.
public struct ArchiveInfo: Decodable, Sendable {
  public let archiveID: String
  public let provider: ArchiveProvider
  /// `PENDING`, `SUCCESS` or `FAILED`.
  public let status: String
  public let documentHash: String?
  public let archiveTime: Date?
  public let transactionNo: String?
  public let authority: String?

  enum CodingKeys: String, CodingKey {
    case archiveID = "archiveId"
    case provider, status, documentHash, archiveTime, transactionNo, authority
  }
}

/// One line of a contract's log, chained by hashes.
public struct ContractEvent: Decodable, Sendable {
  public let sequence: Int
  public let kind: String
  public let at: Date
  /// Masked where it is a person.
  public let actor: String
  public let client: String
  public let fileHash: String?
  public let facts: [String: String]
  public let previousHash: String
  public let hash: String
}
