/// Where a contract stands.
public struct ContractStatus: Word {
  public static let created = Self(rawValue: "CREATED")
  public static let partialSigned = Self(rawValue: "PARTIAL_SIGNED")
  public static let signed = Self(rawValue: "SIGNED")
  public static let rejected = Self(rawValue: "REJECTED")
  public static let expired = Self(rawValue: "EXPIRED")
  public static let revoked = Self(rawValue: "REVOKED")

  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// Where a signer stands.
public struct SignStatus: Word {
  public static let pending = Self(rawValue: "PENDING")
  public static let signed = Self(rawValue: "SIGNED")
  public static let rejected = Self(rawValue: "REJECTED")

  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// How a signer proves who signs.
public struct SignMethod: Word {
  /// A face check and a code by SMS.
  public static let faceAndSMS = Self(rawValue: "FACE_AND_SMS")
  /// A code by SMS.
  public static let caCert = Self(rawValue: "CA_CERT")
  /// Acceptance by ticking: no signature, and only with ``AssuranceLevel/simple``.
  public static let clickwrap = Self(rawValue: "CLICKWRAP")

  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// How a signer learns of the contract.
public struct NotifyType: Word {
  public static let sms = Self(rawValue: "SMS")
  /// The business system hands the link over.
  public static let link = Self(rawValue: "H5_LINK")

  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// Whether every party signs, or may accept by ticking.
public struct AssuranceLevel: Word {
  public static let simple = Self(rawValue: "SIMPLE")
  public static let reliable = Self(rawValue: "RELIABLE")

  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// Who keeps evidence of a signed contract.
public struct ArchiveProvider: Word {
  public static let timeStamp = Self(rawValue: "TSA")
  public static let blockchain = Self(rawValue: "BLOCKCHAIN")
  public static let localCA = Self(rawValue: "LOCAL_CA")

  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}
