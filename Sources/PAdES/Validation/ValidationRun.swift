internal import CMS
internal import PDF

/// One validation of one file: finds the signatures, compares revisions once for all of them, and reports.
struct ValidationRun {
  let document: PDFDocument
  let validator: SignatureValidator
  let material: ValidationMaterial
  var occurrences: [SignatureOccurrence]
  private var comparisons: [Int: [RevisionChange]] = [:]
  private let pageCount: Int

  init(_ document: PDFDocument, _ validator: SignatureValidator) throws(PDFError) {
    self.document = document
    self.validator = validator
    pageCount = try document.currentView.pages().count
    occurrences = try SignatureOccurrence.all(in: document)
    material = try ValidationMaterial(document, occurrences: occurrences, validator: validator)
  }

  mutating func report() -> ValidationReport {
    guard !occurrences.isEmpty else {
      return ValidationReport(
        problem: nil, signatures: [], verdict: .unsigned, revisionCount: document.revisions.count, pageCount: pageCount,
        findings: [])
    }
    let proofs = provenTimes()
    var reports: [SignatureReport] = []
    for index in occurrences.indices { reports.append(report(index, proofs)) }
    return ValidationReport(
      problem: nil, signatures: reports, verdict: verdict(reports), revisionCount: document.revisions.count,
      pageCount: pageCount, findings: [])
  }

  private func verdict(_ reports: [SignatureReport]) -> ValidationReport.Verdict {
    if reports.contains(where: { !$0.isSound }) { return .invalid }
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
        let certificate = check.signature.certificate,
        material.path(certificate, at: at, purpose: .timeStamping, rule: .ifAvailable).indication == .passed
      else { continue }
      proofs.append((occurrence.revision, check.time))
    }
    return proofs
  }

  private func earliestProof(_ proofs: [(revision: Int, time: PKITime)], after revision: Int) -> PKITime? {
    proofs.filter { $0.revision > revision }.map(\.time).min()
  }

  private mutating func report(_ index: Int, _ proofs: [(revision: Int, time: PKITime)]) -> SignatureReport {
    let occurrence = occurrences[index]
    let later = earliestProof(proofs, after: occurrence.revision)
    let (changes, changeFindings, permission) = changes(after: occurrence)
    var judge = SignatureJudge(occurrence, material: material, laterProof: later)
    judge.changes = changes
    judge.findings += changeFindings
    judge.hasArchivalProof = proofs.contains { proof in
      proof.revision > occurrence.revision && hasSecurityStore(at: proof.revision)
    }
    var report = judge.report()
    report.permission = permission
    return report
  }

  private func hasSecurityStore(at revision: Int) -> Bool {
    (try? document.view(at: revision).catalog())?["DSS"] != nil
  }

  /// The strongest change in all later revisions under the rules of the signatures before each.
  private mutating func changes(after occurrence: SignatureOccurrence) -> (SignatureReport.Changes, [String], Int?) {
    var strongest = SignatureReport.Changes.none
    var findings: [String] = []
    var policy = ModificationPolicy()
    for revision in 0..<document.revisions.count {
      if revision > occurrence.revision {
        for change in comparison(revision).map(policy.judge) {
          if change.level == .forbidden {
            let place = change.field.map { " (field \($0))" } ?? ""
            findings.append("revision \(revision + 1): \(change.text)\(place)")
          }
          strongest = max(strongest, change.level)
        }
      }
      for made in occurrences where made.revision == revision && !made.isTimeStamp {
        try? policy.add(made.signed.signature, lock: made.signed.field.lock, in: document.view(at: revision))
      }
    }
    return (strongest, findings, policy.permission)
  }

  private mutating func comparison(_ revision: Int) -> [RevisionChange] {
    if let known = comparisons[revision] { return known }
    let found: [RevisionChange]
    do {
      var changes = try RevisionComparison(document, revision: revision).changes
      if let range = try document.unexplainedRanges(in: revision).first {
        changes.append(RevisionChange(.forbidden, "bytes \(range.lowerBound)…\(range.upperBound) belong to no object of the file"))
      }
      found = changes
    } catch {
      found = [RevisionChange(.forbidden, "the revision cannot be compared: \(error.message)")]
    }
    comparisons[revision] = found
    return found
  }
}
