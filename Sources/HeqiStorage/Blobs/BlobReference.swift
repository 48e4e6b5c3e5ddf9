package import HeqiDomain

/// Names one stored blob: whose key, for what, and the content itself by hash and length.
package struct BlobReference: Hashable, Sendable {
  package let owner: DataKeyOwner
  /// What it is for, such as `contract-file` or `identity-card`; part of the encryption's context.
  package let purpose: String
  /// SHA-256 of the clear content (F-081).
  package let hash: Digest
  /// Bytes of the clear content.
  package let length: Int64

  package init(owner: DataKeyOwner, purpose: String, hash: Digest, length: Int64) {
    self.owner = owner
    self.purpose = purpose
    self.hash = hash
    self.length = length
  }

  /// The file's name on disk: a digest of the whole identity, so that equal contents of two owners are two files.
  package var address: String {
    let identity = SealedBytes.context(["heqi-blob-address-1"]) + context + hash.bytes
    return ContentHash.sha256(identity).hex
  }

  /// What every frame is authenticated with: tenant, owner, purpose (F-082).
  var context: [UInt8] { SealedBytes.context([owner.tenantID, owner.kind, owner.id, purpose]) }
}

/// A revision of a file that is a prefix of a later one: PDF incremental updates are stored once (house decision 4).
package struct BlobPrefix: Hashable, Sendable {
  /// Bytes from the start.
  package let length: Int64
  /// SHA-256 of exactly those bytes.
  package let hash: Digest

  package init(length: Int64, hash: Digest) {
    self.length = length
    self.hash = hash
  }
}
