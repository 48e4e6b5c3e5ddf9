public import CMS
internal import PDF

/// Validates every signature of a PDF file (ETSI EN 319 102-1, EN 319 142-1). Nothing is fetched: the verdict rests on
/// the file, the given roots and the given time, so anyone can repeat it.
public struct SignatureValidator: Sendable {
  /// Which changes later revisions may make.
  public enum Profile: String, Sendable, CaseIterable {
    /// What ISO 32000-2 and the signatures permit.
    case general
    /// Besides that, nothing that can be seen may appear after the first signature, except in a place that the
    /// signature of the same revision locks.
    case contract
  }

  /// Trust anchors.
  public var roots: [X509Certificate]
  /// Certificates that may serve as links besides those in the file.
  public var intermediates: [X509Certificate]
  /// Further trust anchors, for time-stamping authorities alone.
  public var timeStampRoots: [X509Certificate] = []
  /// Whether a certificate about whose revocation nothing current is known leaves the verdict open (TRY_LATER). Without
  /// it missing data is reported only, and the level says how much the file itself proves.
  public var demandsRevocationData = false
  /// Revocation data besides what the file carries.
  public var evidence = RevocationEvidence()
  /// Whether the verdict depends on `roots`; without it only integrity is judged.
  public var judgesTrust: Bool
  /// The moment of validation.
  public var time: PKITime
  /// Password of an encrypted file.
  public var password: String
  /// Rules for later revisions.
  public var profile: Profile

  /// Makes a validator.
  public init(
    roots: [X509Certificate], intermediates: [X509Certificate] = [], judgesTrust: Bool = true, time: PKITime,
    password: String = "", profile: Profile = .general
  ) {
    self.roots = roots
    self.intermediates = intermediates
    self.judgesTrust = judgesTrust
    self.time = time
    self.password = password
    self.profile = profile
  }

  /// Validates a whole file. Never throws: a file that cannot be read is reported as such.
  /// O(file bytes × signatures) for hashing, O(objects × revisions) for the comparison of revisions.
  public func validate(_ bytes: [UInt8]) -> ValidationReport {
    do {
      let document = try PDFDocument(bytes, password: password)
      let run = try ValidationRun(document, self)
      return run.report()
    } catch {
      return .unreadable(error.message)
    }
  }
}
