/// What of a personal operation log is shown: about what, and from when until when (F-044d, F-090).
package struct PersonalLogFilter: Equatable, Sendable {
  /// What an entry is about, as people ask for it.
  package enum Topic: String, Sendable, CaseIterable {
    case contracts, account, company, seals

    package var title: Bilingual {
      switch self {
      case .contracts: Bilingual("合同", "Contracts")
      case .account: Bilingual("账户与认证", "Account and verification")
      case .company: Bilingual("企业与组织", "Companies")
      case .seals: Bilingual("印章与授权", "Seals and powers")
      }
    }

    /// Subjects of events.
    var subjects: Set<String> {
      switch self {
      case .contracts: ["contract", "template"]
      case .account: ["account"]
      case .company: ["organization", "organizationVerification", "membership", "businessType"]
      case .seals: ["seal", "power"]
      }
    }
  }

  /// nil for everything.
  package let topic: Topic?
  /// Both ends included.
  package let from: Instant?
  package let to: Instant?

  package init(topic: Topic? = nil, from: Instant? = nil, to: Instant? = nil) {
    self.topic = topic
    self.from = from
    self.to = to
  }

  package func passes(_ event: Event) -> Bool {
    topic.map { $0.subjects.contains(event.subject.kind) } ?? true
      && from.map { event.at >= $0 } ?? true && to.map { event.at <= $0 } ?? true
  }

  /// True where nothing older can pass.
  package func ends(before event: Event) -> Bool { from.map { event.at < $0 } ?? false }
}
