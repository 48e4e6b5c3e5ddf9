import HeqiDomain
import HeqiPorts
import HeqiSQL
package import HeqiStorage

/// The images of verifications in the blob store, encrypted with the account's own key.
package struct IdentityImages: Sendable {
  /// Which image; part of the encryption's context.
  package enum Kind: String, Sendable, CaseIterable {
    case front = "identity-front"
    case back = "identity-back"
    case live = "identity-live"
  }

  private let blobs: BlobStore
  private let cleaner: any PhotoCleaner

  package init(blobs: BlobStore, cleaner: any PhotoCleaner) {
    self.blobs = blobs
    self.cleaner = cleaner
  }

  /// Decoded and encoded anew, then stored; record it in the transaction that refers to it.
  func put(_ upload: [UInt8], _ kind: Kind, of account: Account, at now: Instant) async throws -> BlobReference {
    let clean = try await cleaner.clean(upload)
    return try await blobs.put(clean, owner: Self.owner(account.id, account.tenantID), purpose: kind.rawValue, at: now)
  }

  func record(_ references: [BlobReference], at now: Instant, in connection: any SQLConnection) throws {
    for reference in references { try blobs.record(reference, at: now, in: connection) }
  }

  /// The JPEG. Throws `BlobError` when it is gone.
  func read(_ image: StoredImage, _ kind: Kind, of account: ID<Account>, tenantID: String) async throws -> [UInt8] {
    try await blobs.read(Self.reference(image, kind, account, tenantID))
  }

  func forget(
    _ image: StoredImage, _ kind: Kind, of account: ID<Account>, tenantID: String, in connection: any SQLConnection
  ) throws {
    try blobs.forget(Self.reference(image, kind, account, tenantID), in: connection)
  }

  private static func owner(_ account: ID<Account>, _ tenantID: String) -> DataKeyOwner {
    .account(account.description, tenantID: tenantID)
  }

  private static func reference(
    _ image: StoredImage, _ kind: Kind, _ account: ID<Account>, _ tenantID: String
  ) -> BlobReference {
    BlobReference(owner: owner(account, tenantID), purpose: kind.rawValue, hash: image.digest, length: image.length)
  }
}

extension BlobReference {
  var storedImage: StoredImage { StoredImage(digest: hash, length: length) }
}
