package import HeqiDomain
import HeqiSQL
package import HeqiStorage

/// Licences, transfer records and letters of authority in the blob store, encrypted with the applicant's own key.
package struct CompanyFiles: Sendable {
  /// Which file; part of the encryption's context.
  package enum Kind: String, Sendable, CaseIterable {
    case licence = "company-licence"
    case voucher = "company-voucher"
    /// A scan as JPEG.
    case letter = "company-letter"
    /// A letter signed online, as PDF.
    case signedLetter = "company-letter-signed"
  }

  private let blobs: BlobStore
  private let cleaner: any PhotoCleaner

  package init(blobs: BlobStore, cleaner: any PhotoCleaner) {
    self.blobs = blobs
    self.cleaner = cleaner
  }

  /// A picture decoded and encoded anew, then stored; record it in the transaction that refers to it.
  /// Throws `OrganizationError` `.imageMissing`, `IdentityError` `.imageUnreadable`.
  func put(_ upload: [UInt8], _ kind: Kind, of account: ID<Account>, tenantID: String, at now: Instant) async throws -> BlobReference {
    guard !upload.isEmpty else { throw OrganizationError(kind == .licence ? .licenceMissing : .imageMissing, field: Self.field(kind)) }
    let clean: [UInt8]
    do { clean = try await cleaner.clean(upload) } catch let error as IdentityError where error.code == .imageUnreadable {
      throw IdentityError(.imageUnreadable, field: Self.field(kind))
    }
    return try await put(made: clean, kind, of: account, tenantID: tenantID, at: now)
  }

  /// Bytes that this system made itself.
  func put(made bytes: [UInt8], _ kind: Kind, of account: ID<Account>, tenantID: String, at now: Instant) async throws -> BlobReference {
    try await blobs.put(bytes, owner: .account(account.description, tenantID: tenantID), purpose: kind.rawValue, at: now)
  }

  func record(_ reference: BlobReference, at now: Instant, in connection: any SQLConnection) throws {
    try blobs.record(reference, at: now, in: connection)
  }

  /// Throws `BlobError` when it is gone.
  func read(_ file: StoredImage, _ kind: Kind, of account: ID<Account>, tenantID: String) async throws -> [UInt8] {
    try await blobs.read(
      BlobReference(
        owner: .account(account.description, tenantID: tenantID), purpose: kind.rawValue, hash: file.digest, length: file.length))
  }

  private static func field(_ kind: Kind) -> String {
    switch kind {
    case .licence: "licence"
    case .voucher: "voucher"
    case .letter, .signedLetter: "letter"
    }
  }
}

extension OrganizationVerification {
  /// The stored file of that kind and how it is stored.
  package func file(_ kind: CompanyFiles.Kind) -> StoredImage? {
    switch (kind, authorization, proof) {
    case (.licence, _, _): data?.licence
    case (.voucher, _, .voucher(let file)?): file
    case (.letter, .scan(let file)?, _): file
    case (.signedLetter, .signed(_, let file)?, _): file
    default: nil
    }
  }
}
