internal import CMS
internal import PDF

/// One validation of one file: finds the signatures, compares revisions once for all of them, and reports.
struct ValidationRun {
  /// Signatures of one file that are judged.
  static let signaturesMax = 500
  /// Bytes hashed for all signatures of one file: about two seconds.
  static let hashedBytesMax = 4 << 30
  /// References and fields looked at for all comparisons of one file: some seconds.
  static let comparisonWorkMax = 8_000_000

  let document: PDFDocument
  let validator: SignatureValidator
  let material: ValidationMaterial
  private(set) var occurrences: [SignatureOccurrence] = []
  /// What each revision changed, already judged by the signatures before it.
  private var changes: [[RevisionChange]]
  private var policy: ModificationPolicy
  private let pageCount: Int

  init(_ document: PDFDocument, _ validator: SignatureValidator) throws(PDFError) {
    self.document = document
    self.validator = validator
    pageCount = try document.currentView.pages().count
    policy = ModificationPolicy(isContract: validator.profile == .contract)
    var walk = RevisionWalk(document, policy)
    try walk.run()
    occurrences = walk.occurrences
    changes = walk.changes
    policy = walk.policy
    material = ValidationMaterial(document, occurrences: occurrences, validator: validator)
    for index in occurrences.indices { occurrences[index].complete(with: material.candidates) }
  }

  func report() -> ValidationReport {
    guard !occurrences.isEmpty else {
      return ValidationReport(
        problem: nil, signatures: [], verdict: .unsigned, revisionCount: document.revisions.count, pageCount: pageCount,
        findings: [])
    }
    let proofs = provenTimes()
    let reports = occurrences.map { report($0, proofs) }
    return ValidationReport(
      problem: nil, signatures: reports, verdict: verdict(reports), revisionCount: document.revisions.count,
      pageCount: pageCount, findings: [])
  }

  private func verdict(_ reports: [SignatureReport]) -> ValidationReport.Verdict {
    let unsound = reports.filter { !$0.isSound }
    if unsound.contains(where: { !$0.isUnverifiable || $0.coverage == .invalid || $0.changes == .forbidden }) {
      return .invalid
    }
    if !unsound.isEmpty || reports.contains(where: \.isUnbound) { return .indeterminate }
    if validator.judgesTrust, reports.contains(where: { $0.indication != .passed }) { return .indeterminate }
    return .valid
  }

  /// Times that valid document time stamps prove, by the revision they sit in. Newest first, so that each stamp is
  /// judged at the time a later one proves.
  private func provenTimes() -> [(revision: Int, time: PKITime)] {
    var proofs: [(revision: Int, time: PKITime)] = []
    for occurrence in occurrences.reversed() where occurrence.isTimeStamp {
      let at = earliestProof(proofs, after: occurrence.revision) ?? validator.time
      guard occurrence.coverage.result != .invalid, let check = occurrence.tokenCheck, check.indication == .passed,
        !check.isWeak, let certificate = check.signature.certificate,
        material.path(certificate, at: at, purpose: .timeStamping, rule: material.revocationRule).indication == .passed
      else { continue }
      proofs.append((occurrence.revision, check.time))
    }
    return proofs
  }

  private func earliestProof(_ proofs: [(revision: Int, time: PKITime)], after revision: Int) -> PKITime? {
    proofs.filter { $0.revision > revision }.map(\.time).min()
  }

  private func report(_ occurrence: SignatureOccurrence, _ proofs: [(revision: Int, time: PKITime)]) -> SignatureReport {
    let later = earliestProof(proofs, after: occurrence.revision)
    var judge = SignatureJudge(occurrence, material: material, laterProof: later)
    for (revision, list) in changes.enumerated().dropFirst(occurrence.revision + 1) {
      for change in list {
        judge.changes = max(judge.changes, change.level)
        if change.level == .forbidden || change.level == .annotations {
          let place = change.field.map { " (field \($0))" } ?? ""
          judge.findings.append("revision \(revision + 1): \(change.text)\(place)")
        }
      }
    }
    judge.hasArchivalProof = proofs.contains { proof in
      proof.revision > occurrence.revision && hasSecurityStore(at: proof.revision)
    }
    var report = judge.report()
    report.permission = policy.permission
    return report
  }

  private func hasSecurityStore(at revision: Int) -> Bool {
    (try? document.view(at: revision).catalog())?["DSS"] != nil
  }
}
