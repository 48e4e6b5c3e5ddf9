public import CMS

/// Everything found out about one signature, as separate facts; never one boolean.
/// Words of the verdict follow ETSI EN 319 102-1.
public struct SignatureReport: Sendable, Equatable {
  /// What kind of signature dictionary it is (ISO 32000-2 §12.8).
  public enum Kind: String, Sendable { case approval, certification, docTimeStamp }
  /// How much of the file the signature covers.
  public enum Coverage: String, Sendable { case wholeFile, wholeRevision, invalid }
  /// Whether the signed bytes are the bytes that were signed.
  public enum Integrity: String, Sendable { case intact, broken }
  /// The strongest change found in revisions after the signed one.
  public enum Changes: String, Sendable, CaseIterable, Comparable {
    case none, archival, formFilling, annotations, forbidden
    public static func < (left: Changes, right: Changes) -> Bool { left.rank < right.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }
  /// PAdES baseline level (EN 319 142-1 §6) the signature reaches, or `CMS` for a signature outside PAdES.
  public enum Level: String, Sendable { case basic = "B-B", timestamped = "B-T", longTerm = "B-LT", archival = "B-LTA", cms = "CMS", none }
  /// Whether the signer's certificate leads to a root the verifier trusts.
  public enum Trust: String, Sendable { case trusted, untrusted, unknown }
  /// Where the proven time comes from.
  public enum TimeSource: String, Sendable { case timestamp, claimed }

  /// The signer's certificate in words.
  public struct Certificate: Sendable, Equatable {
    public var subject: String
    public var issuer: String
    /// Lower-case hex.
    public var serial: String
    /// ISO 8601 UTC.
    public var notBefore: String
    public var notAfter: String

    public init(subject: String, issuer: String, serial: String, notBefore: String, notAfter: String) {
      self.subject = subject
      self.issuer = issuer
      self.serial = serial
      self.notBefore = notBefore
      self.notAfter = notAfter
    }
  }

  /// Fully qualified field name.
  public var field: String
  public var kind: Kind
  /// Common name of the signer, or of the time-stamp authority.
  public var signer: String?
  /// `/M` of the dictionary or signing-time, ISO 8601 UTC: what the signer says.
  public var claimedTime: String?
  /// The earliest time something outside the signer's control proves, ISO 8601 UTC; the claimed time otherwise.
  public var provenTime: String?
  public var timeSource: TimeSource
  public var coverage: Coverage
  public var integrity: Integrity
  public var changes: Changes
  public var level: Level
  public var trust: Trust
  public var indication: Indication
  public var subIndication: SubIndication?
  /// For example `ecdsa-with-SHA256`.
  public var algorithm: String?
  public var certificate: Certificate?
  /// Number of the signed revision, from 0, and the bytes it ends at.
  public var revision: Int
  public var revisionEnd: Int
  /// `/Reason` and `/Location` of the signed dictionary.
  public var reason: String?
  public var location: String?
  /// What was found, one technical sentence each; the first explains the indication.
  public var findings: [String]
  /// DocMDP permission in force after this signature (1…3), when certified.
  public var permission: Int?

  /// A time stamp inside the signature was made for something else, or cannot be read; the integrity is then broken.
  public var hasForeignTimeStamp = false
  /// The signature rests on a digest for which anybody can make a second document.
  public var restsOnBrokenDigest = false
  /// The signature could not be checked, because its algorithm or its certificate is not known here; the integrity is
  /// then broken as far as anyone can tell.
  public var isUnverifiable = false
  /// What it uses that is not known here, for example `Ed448` or `SM2 with SM3`; nil when it is only the certificate
  /// that is missing.
  public var unknownMethod: String?

  /// Whoever is trusted, the signature does not do what a signature does: it is bound to no certificate, contradicts
  /// itself, or rests on a digest that proves nothing.
  var isUnbound: Bool {
    let reasons: [SubIndication] = [.noSigningCertificateFound, .signatureConstraintsFailure, .timestampOrderFailure]
    return restsOnBrokenDigest || (indication == .indeterminate && subIndication.map(reasons.contains) == true)
  }

  /// Intact, covering and unchanged: what the file itself can prove, whoever signed it.
  public var isSound: Bool { integrity == .intact && coverage != .invalid && changes != .forbidden }
}

/// The verdict on a whole file: one report for each signature, and their sum.
public struct ValidationReport: Sendable, Equatable {
  /// The worst of the signatures; `unsigned` and `unreadable` say that there is nothing to judge.
  public enum Verdict: String, Sendable { case valid, invalid, indeterminate, unsigned, unreadable }

  /// Why the file could not be read, with a remedy; `nil` when it could.
  public var problem: String?
  /// In the order the signatures were made.
  public var signatures: [SignatureReport]
  public var verdict: Verdict
  /// Number of revisions and pages read.
  public var revisionCount: Int
  public var pageCount: Int
  /// Findings about the file as a whole.
  public var findings: [String]

  /// A file that cannot be read.
  public static func unreadable(_ problem: String) -> ValidationReport {
    ValidationReport(
      problem: problem, signatures: [], verdict: .unreadable, revisionCount: 0, pageCount: 0, findings: [])
  }
}
