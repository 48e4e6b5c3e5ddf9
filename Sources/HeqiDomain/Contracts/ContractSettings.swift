/// Who signs first (签发顺序, F-075).
package enum IssueOrder: String, Sendable, CaseIterable {
  /// 先签后发: the initiator signs, then the file is sent.
  case signThenSend
  /// 先发后签: the receivers sign, then the initiator.
  case sendThenSign

  package var title: Bilingual {
    switch self {
    case .signThenSend: Bilingual("先签后发", "Initiator signs first")
    case .sendThenSign: Bilingual("先发后签", "Receivers sign first")
    }
  }
}

/// How several receivers follow each other (F-069, T-011).
package enum SigningOrder: String, Sendable, CaseIterable {
  /// 顺序签署: by `ContractParty.turn`; equal turns form a group.
  case sequential
  /// 无序签署: everybody at once.
  case parallel

  package var title: Bilingual {
    switch self {
    case .sequential: Bilingual("顺序签署", "In order")
    case .parallel: Bilingual("无序签署", "In any order")
    }
  }
}

/// What the contract is about, as far as the law excludes electronic signatures (E-01, S-020).
package enum SubjectMatter: String, Sendable, CaseIterable {
  case general
  /// Marriage, adoption, inheritance.
  case familyRelations
  /// Stopping water, heat, gas and similar public utilities.
  case publicUtilities

  /// True where a document of this kind must not be signed here.
  package var isExcluded: Bool { self != .general }
}

/// 合同有效期 (F-073). `end` is nil for an open term.
package struct ContractTerm: Equatable, Sendable {
  package let start: Instant
  package let end: Instant?

  package init(start: Instant, end: Instant?) {
    self.start = start
    self.end = end
  }
}

/// 合同金额 (F-074) in minor units of a currency (ISO 4217 code).
package struct ContractAmount: Equatable, Sendable {
  package let minorUnits: Int64
  package let currency: String

  package init(minorUnits: Int64, currency: String = "CNY") {
    self.minorUnits = minorUnits
    self.currency = currency
  }

  /// `1234567.80 CNY`, without grouping.
  package var text: String {
    let cents = minorUnits.magnitude % 100
    return "\(minorUnits < 0 ? "-" : "")\(minorUnits.magnitude / 100).\(cents < 10 ? "0" : "")\(cents) \(currency)"
  }
}

/// Everything the initiator settles before sending (F-032, F-071 to F-075).
package struct ContractSettings: Equatable, Sendable {
  package var issueOrder: IssueOrder
  package var signingOrder: SigningOrder
  /// 签署有效期; binds the receivers (B-06). Needed to initiate.
  package var signDeadline: Instant?
  /// Time after which the whole flow ends even if only the initiator is missing (B-06).
  package var flowExpiresAt: Instant?
  package var term: ContractTerm?
  package var amount: ContractAmount?
  /// 强制阅读, 0…`ContractLimits.forcedReadingSecondsMax` seconds (G-05).
  package var forcedReadingSeconds: Int
  /// Every signer proves the will to sign by a code bound to the file's digest (E-02).
  package var requiresIntentionCheck: Bool
  /// nil until the initiator has declared it.
  package var subjectMatter: SubjectMatter?

  package init(
    issueOrder: IssueOrder = .signThenSend, signingOrder: SigningOrder = .parallel, signDeadline: Instant? = nil,
    flowExpiresAt: Instant? = nil, term: ContractTerm? = nil, amount: ContractAmount? = nil,
    forcedReadingSeconds: Int = 0,
    requiresIntentionCheck: Bool = true, subjectMatter: SubjectMatter? = nil
  ) {
    self.issueOrder = issueOrder
    self.signingOrder = signingOrder
    self.signDeadline = signDeadline
    self.flowExpiresAt = flowExpiresAt
    self.term = term
    self.amount = amount
    self.forcedReadingSeconds = forcedReadingSeconds
    self.requiresIntentionCheck = requiresIntentionCheck
    self.subjectMatter = subjectMatter
  }
}
