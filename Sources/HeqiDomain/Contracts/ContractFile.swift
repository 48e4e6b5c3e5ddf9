/// One state of a contract's file: every later one has the earlier ones as a prefix (house decision 4, F-081).
package struct FileRevision: Equatable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// The file as uploaded or generated.
    case original
    /// All fields of all parties created; nothing signed.
    case prepared
    /// One party's signature added; for a party that ticks (`SignMode.clickwrap`), the platform's time stamp over what it accepted.
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
  /// What it was put together from; empty for a single file.
  package let parts: [FilePart]
  /// Required parameters of a drafted text that nobody has filled yet (rows 1 and 4).
  package let openParameters: Int
  /// Oldest first; never empty.
  package internal(set) var revisions: [FileRevision]

  package init(
    id: ID<ContractFile>, name: String, pageCount: Int, openParameters: Int = 0, original: FileRevision,
    later: [FileRevision] = [], parts: [FilePart] = []
  ) {
    self.parts = parts
    self.id = id
    self.name = name
    self.pageCount = pageCount
    self.openParameters = openParameters
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

extension Contract {
  /// The contract as it will be once `revision` is saved, for documents that are made before and have to name it.
  package func followed(by revision: FileRevision) -> Contract {
    var next = self
    next.round.file?.revisions.append(revision)
    return next
  }
}
