/// A document the platform made and signed about a completed contract (F-043, F-079).
package struct EvidenceFile: Equatable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// 存证报告
    case report
    /// 存证确认函: the platform's own letter, never called a notarial act.
    case confirmation

    package var title: Bilingual {
      switch self {
      case .report: Bilingual("存证报告", "Evidence report")
      case .confirmation: Bilingual("存证确认函", "Evidence confirmation")
      }
    }
  }

  package let id: ID<EvidenceFile>
  package let tenantID: String
  package let contractID: ID<Contract>
  package let roundNumber: Int
  package let kind: Kind
  package let title: String
  package let digest: Digest
  /// Bytes.
  package let length: Int
  package let createdAt: Instant

  package init(
    id: ID<EvidenceFile>, tenantID: String, contractID: ID<Contract>, roundNumber: Int, kind: Kind, title: String,
    digest: Digest, length: Int, createdAt: Instant
  ) {
    self.id = id
    self.tenantID = tenantID
    self.contractID = contractID
    self.roundNumber = roundNumber
    self.kind = kind
    self.title = title
    self.digest = digest
    self.length = length
    self.createdAt = createdAt
  }
}
