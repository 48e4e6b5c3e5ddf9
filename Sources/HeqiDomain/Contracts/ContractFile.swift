/// One state of a contract's file: every later one has the earlier ones as a prefix (house decision 4, F-081).
package struct FileRevision: Equatable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// The file as uploaded or generated.
    case original
    /// All fields of all parties created; nothing signed.
    case prepared
    /// One party's signature added.
    case signature
    /// A later time stamp or validation data added.
    case renewal
  }

  /// 0 for the original, rising by one.
  package let number: Int
  package let kind: Kind
  package let digest: Digest
  /// Bytes.
  package let length: Int
  /// The signing party, for signatures.
  package let partyID: ID<ContractParty>?
  package let at: Instant

  package init(number: Int, kind: Kind, digest: Digest, length: Int, partyID: ID<ContractParty>? = nil, at: Instant) {
    self.number = number
    self.kind = kind
    self.digest = digest
    self.length = length
    self.partyID = partyID
    self.at = at
  }
}

/// The PDF of one round.
package struct ContractFile: Equatable, Sendable {
  package let id: ID<ContractFile>
  /// Name as uploaded, for display only.
  package let name: String
  package let pageCount: Int
  /// Oldest first; never empty.
  package internal(set) var revisions: [FileRevision]

  package init(id: ID<ContractFile>, name: String, pageCount: Int, original: FileRevision, later: [FileRevision] = []) {
    self.id = id
    self.name = name
    self.pageCount = pageCount
    revisions = [original] + later
  }

  /// True for the prepared file and what signatures made of it: they show the same content, so that somebody else's
  /// signature in between does not make a signer read again (house decision 3).
  package func showsContent(_ digest: Digest) -> Bool {
    revisions.contains { $0.kind != .original && $0.digest == digest }
  }

  package var original: FileRevision { revisions[0] }
  package var latest: FileRevision { revisions[revisions.count - 1] }
}
