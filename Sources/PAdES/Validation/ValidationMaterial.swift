internal import CMS
internal import PDF
internal import Synchronization

/// Certificates and revocation data at hand: what the file carries, what the caller gave.
struct ValidationMaterial {
  let roots: [X509Certificate]
  private let timeStampRoots: [X509Certificate]
  /// What missing revocation data means for the verdict; levels always ask for it.
  let revocationRule: PathValidator.RevocationRule
  let judgesTrust: Bool
  let certificates: [X509Certificate]
  let evidence: RevocationEvidence
  let time: PKITime
  private let memo = PathMemo()

  /// Certificates, CRLs and responses of one file that are read; hostile files cannot multiply work beyond this.
  static let itemsMax = 1000

  init(
    _ document: PDFDocument, occurrences: [SignatureOccurrence], validator: SignatureValidator
  ) {
    var certificates = validator.intermediates
    var evidence = validator.evidence
    let stores = StoredItems(document)
    for bytes in stores.certificates {
      if let certificate = try? X509Certificate(der: bytes) { certificates.append(certificate) }
    }
    for bytes in stores.lists {
      if let list = try? CertificateRevocationList(der: bytes) { evidence.crls.append(list) }
    }
    for bytes in stores.responses {
      if let response = try? OCSPResponse(der: bytes) {
        evidence.ocspResponses.append(response)
        certificates += response.certificates
      }
    }
    for occurrence in occurrences {
      certificates += occurrence.signedData?.certificates ?? occurrence.bare?.certificates ?? []
      for list in occurrence.signedData?.crls ?? [] {
        if let list = try? CertificateRevocationList(der: list) { evidence.crls.append(list) }
      }
      for stamp in occurrence.stamps { certificates += stamp.token?.signedData.certificates ?? [] }
    }
    var seen: Set<X509Certificate> = []
    self.certificates = certificates.filter { seen.insert($0).inserted }
    self.evidence = evidence
    judgesTrust = validator.judgesTrust
    timeStampRoots = validator.timeStampRoots
    revocationRule = validator.demandsRevocationData ? .required : .ifAvailable
    time = validator.time
    // Without a judgement on trust, what signs itself in the file serves as an anchor, to tell levels apart.
    roots = validator.judgesTrust ? validator.roots : validator.roots + self.certificates.filter(\.isSelfSigned)
  }

  /// Where to look for the certificate of a signer who did not bring it along.
  var candidates: [X509Certificate] { certificates + roots + timeStampRoots }

  func path(
    _ certificate: X509Certificate, at time: PKITime, purpose: PathValidator.Purpose, rule: PathValidator.RevocationRule
  ) -> PathValidator.Result {
    let question = PathMemo.Question(certificate: certificate, time: time, purpose: purpose, rule: rule)
    if let known = memo.answers.withLock({ $0[question] }) { return known }
    let anchors = purpose == .timeStamping ? roots + timeStampRoots : roots
    let result = PathValidator(roots: anchors, intermediates: certificates, evidence: evidence, revocationRule: rule)
      .validate(certificate, at: time, purpose: purpose)
    memo.answers.withLock { $0[question] = result }
    return result
  }
}

/// Paths already judged: the signatures of one file share most of them. A class because all copies share the memo.
private final class PathMemo: Sendable {
  struct Question: Hashable {
    let certificate: X509Certificate
    let time: PKITime
    let purpose: PathValidator.Purpose
    let rule: PathValidator.RevocationRule
  }
  let answers = Mutex<[Question: PathValidator.Result]>([:])
}

/// What the document security stores of all revisions hold (ISO 32000-2 §12.8.4.3): a later store cannot hide what an
/// earlier one proved. Unreadable items are passed over.
private struct StoredItems {
  /// Stores read, newest first; honest files have one for each archive time stamp.
  static let storesMax = 256

  private(set) var certificates: [[UInt8]] = []
  private(set) var lists: [[UInt8]] = []
  private(set) var responses: [[UInt8]] = []
  private var seen: Set<Int> = []

  init(_ document: PDFDocument) {
    var known: PDFDictionary?
    var count = 0
    for revision in document.revisions.indices.reversed() where count < Self.storesMax {
      let view = document.view(at: revision)
      guard let catalog = try? view.catalog(), let store = try? view.dictionary("DSS", of: catalog) else { continue }
      if store == known { continue }
      known = store
      count += 1
      certificates += streams("Certs", of: store, in: view)
      lists += streams("CRLs", of: store, in: view)
      responses += streams("OCSPs", of: store, in: view)
    }
  }

  private mutating func streams(_ key: PDFName, of store: PDFDictionary, in view: PDFView) -> [[UInt8]] {
    var found: [[UInt8]] = []
    for item in ((try? view.array(key, of: store)) ?? []).prefix(ValidationMaterial.itemsMax) {
      guard seen.count < 3 * ValidationMaterial.itemsMax, let stream = try? view.resolve(item).streamValue,
        case .file(let range) = stream.content, seen.insert(range.lowerBound).inserted,
        let bytes = try? view.data(of: stream)
      else { continue }
      found.append(bytes)
    }
    return found
  }
}
