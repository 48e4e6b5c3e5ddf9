import CMS
import HeqiApplication
import HeqiDomain
import PAdES

extension VerifyPage.Result {
  init(_ verdict: UploadVerdict, fileName name: String, texts: LocaleTexts) {
    let report = verdict.report
    let word = report.verdict.rawValue
    (kind, icon) = Self.look(report.verdict)
    self.verdict = word
    // People's signatures are counted; where acceptances are time stamps alone, those.
    let people = report.signatures.count { $0.kind != .docTimeStamp }
    // What cannot be checked here is not told as unchanged.
    let isOpen = report.verdict == .indeterminate && report.signatures.contains(where: \.isUnverifiable)
    let key = isOpen ? "unverifiable" : word
    headline = texts("verify.\(key)", ["count": String(people > 0 ? people : report.signatures.count)])
    explanation = texts("verify.\(key)Text")
    fileName = name
    size = FileSize.text(verdict.sizeBytes)
    hash = verdict.digest.description
    hashShort = verdict.digest.short
    (knownState, knownKind, known) = Self.origin(verdict.origin, texts)
    signatures = report.signatures.enumerated().map { VerifyPage.Signature($0 + 1, $1, texts: texts) }
    remarks = report.findings + (report.problem.map { [$0] } ?? [])
    hasRemarks = !remarks.isEmpty
  }

  private static func look(_ verdict: ValidationReport.Verdict) -> (kind: String, icon: String) {
    switch verdict {
    case .valid: ("ok", "shield")
    case .invalid: ("bad", "alert")
    case .indeterminate: ("open", "info")
    case .unsigned: ("none", "file")
    case .unreadable: ("none", "cross-circle")
    }
  }

  private static func origin(_ origin: UploadVerdict.Origin, _ texts: LocaleTexts) -> (state: String, kind: String, text: String) {
    switch origin {
    case .unknown: return ("unknown", "", texts("verify.originUnknown"))
    case .changedSince(let number): return ("changed", "wait", texts("verify.originChanged", ["number": number]))
    case .evidence(let number, let kind):
      return ("evidence", "ok", texts("verify.originEvidence", ["title": texts(kind.title), "number": number]))
    case .contract(let number, _, let isNewest, let overall):
      let state = overall.map { texts($0.title) } ?? ""
      let age = texts(isNewest ? "verify.originNewest" : "verify.originEarlier")
      return ("known", "ok", texts("verify.originContract", ["number": number, "state": state]) + age)
    }
  }
}

extension VerifyPage.Signature {
  init(_ number: Int, _ report: SignatureReport, texts: LocaleTexts) {
    self.number = String(number)
    indication = report.indication.totalName
    let name = report.signer ?? texts("verify.nobody")
    who = report.kind == .docTimeStamp ? texts("verify.stampOf", ["name": name]) : name
    let canBeSound = report.isSound || (report.isUnverifiable && report.coverage != .invalid && report.changes != .forbidden)
    switch (canBeSound, report.indication) {
    case (true, .passed): (state, stateKind) = (texts("verify.stateGood"), "ok")
    case (true, .indeterminate): (state, stateKind) = (texts("verify.stateOpen"), "wait")
    default: (state, stateKind) = (texts("verify.stateBad"), "turn")
    }
    sentence = texts(SignatureSentence(report: report).text)
    checks = Self.checks(report).map { VerifyPage.Check(kind: $0.kind, icon: Self.icons[$0.kind] ?? "info", text: texts("verify.\($0.key)")) }
    facts = Self.facts(report, texts)
    findings = report.findings
    hasFindings = !report.findings.isEmpty
  }

  private static let icons = ["good": "check-circle", "bad": "cross-circle", "open": "info"]

  private static func checks(_ report: SignatureReport) -> [(kind: String, key: String)] {
    let coverage: (String, String) =
      switch report.coverage {
      case .wholeFile: ("good", "checkWhole")
      case .wholeRevision: ("good", "checkRevision")
      case .invalid: ("bad", "checkNotCovered")
      }
    let changes: (String, String) =
      switch report.changes {
      case .none: ("good", "checkUnchanged")
      case .archival: ("good", "checkArchival")
      case .formFilling: ("good", "checkForms")
      case .annotations: ("open", "checkComments")
      case .forbidden: ("bad", "checkForbidden")
      }
    let trust: (String, String) =
      switch report.trust {
      case .trusted: ("good", "checkTrusted")
      case .untrusted: ("open", "checkUntrusted")
      case .unknown: ("open", "checkTrustUnknown")
      }
    let integrity: (String, String) =
      switch (report.integrity, report.isUnverifiable) {
      case (.intact, _): ("good", "checkIntact")
      case (.broken, true): ("open", "checkUnverifiable")
      case (.broken, false): ("bad", "checkBroken")
      }
    return [
      integrity, coverage, changes, trust,
      report.timeSource == .timestamp ? ("good", "checkStamped") : ("open", "checkClock"),
    ]
  }

  private static func facts(_ report: SignatureReport, _ texts: LocaleTexts) -> [FactRow] {
    func time(_ text: String) -> String { texts.language == .chinese ? VerifiedTime.chinese(text) : text }
    let certificate = report.certificate
    let verdict = [report.indication.totalName, report.subIndication?.rawValue].compactMap(\.self).joined(separator: " / ")
    let found: [(String, String?)] = [
      ("factSubject", certificate?.subject), ("factIssuer", certificate?.issuer), ("factSerial", certificate?.serial),
      ("factValidity", certificate.map { "\(time($0.notBefore)) — \(time($0.notAfter))" }), ("factLevel", report.level.rawValue),
      ("factAlgorithm", report.algorithm), ("factClaimed", report.claimedTime.map(time)),
      ("factProven", report.timeSource == .timestamp ? report.provenTime.map(time) : nil), ("factReason", report.reason),
      ("factRevision", String(report.revision + 1)), ("factField", report.field), ("factIndication", verdict),
    ]
    return found.compactMap { key, value in value.map { FactRow(label: texts("verify.\(key)"), value: $0) } }
  }
}

extension UploadVerdict {
  /// The verdict as JSON: the report in the words of `heqi verify --json`, with the digest and what the platform knows.
  var json: String {
    let known: String
    switch origin {
    case .unknown: known = "{\"state\":\"unknown\"}"
    case .changedSince(let number): known = "{\"state\":\"changed\",\"transactionNo\":\"\(number)\"}"
    case .evidence(let number, let kind): known = "{\"state\":\"evidence\",\"transactionNo\":\"\(number)\",\"kind\":\"\(kind.rawValue)\"}"
    case .contract(let number, let kind, let isNewest, _):
      known = "{\"state\":\"contract\",\"transactionNo\":\"\(number)\",\"revision\":\"\(kind.rawValue)\",\"isNewest\":\(isNewest)}"
    }
    return "{\"digest\":\"\(digest)\",\"sizeBytes\":\(sizeBytes),\"known\":\(known)," + report.json(file: "upload.pdf").dropFirst()
  }
}
