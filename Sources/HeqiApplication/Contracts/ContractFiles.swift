package import HeqiDomain
import HeqiSQL
package import HeqiStorage

/// The bytes of contracts' files in the blob store: one blob per newest revision, earlier ones are its prefixes.
package struct ContractFiles: Sendable {
  static let purpose = "contract-file"
  static let evidencePurpose = "contract-evidence"
  static let attachmentPurpose = "contract-attachment"
  private let blobs: BlobStore

  package init(blobs: BlobStore) { self.blobs = blobs }

  /// The newest revision, or an earlier one. Throws `ContractError` `.fileMissing` or `.storageDamaged`.
  package func read(_ contract: Contract, revision number: Int? = nil) async throws -> [UInt8] {
    guard let file = contract.round.file else { throw ContractError(.fileMissing) }
    return try await read(file, number: number, of: contract)
  }

  func read(_ file: ContractFile, number: Int?, of contract: Contract) async throws -> [UInt8] {
    let wanted = number.flatMap { number in file.revisions.first { $0.number == number } } ?? file.latest
    let whole = reference(file.latest, of: contract)
    let prefix = wanted == file.latest ? nil : BlobPrefix(length: Int64(wanted.length), hash: wanted.digest)
    do {
      return try await blobs.read(whole, prefix: prefix)
    } catch let error as BlobError {
      throw ContractError(.storageDamaged, cause: error)
    }
  }

  /// Stores a revision durably; call `record` in the transaction that refers to it.
  func put(_ bytes: [UInt8], of contract: Contract, at now: Instant) async throws -> BlobReference {
    try await blobs.put(bytes, owner: owner(contract), purpose: Self.purpose, at: now)
  }

  func putEvidence(_ bytes: [UInt8], of contract: Contract, at now: Instant) async throws -> BlobReference {
    try await blobs.put(bytes, owner: owner(contract), purpose: Self.evidencePurpose, at: now)
  }

  func readEvidence(_ file: EvidenceFile) async throws -> [UInt8] {
    let owner = DataKeyOwner.contract(file.contractID.description, tenantID: file.tenantID)
    do {
      return try await blobs.read(
        BlobReference(owner: owner, purpose: Self.evidencePurpose, hash: file.digest, length: Int64(file.length)))
    } catch let error as BlobError {
      throw ContractError(.storageDamaged, cause: error)
    }
  }

  func putAttachment(_ bytes: [UInt8], of contract: Contract, at now: Instant) async throws -> BlobReference {
    try await blobs.put(bytes, owner: owner(contract), purpose: Self.attachmentPurpose, at: now)
  }

  func readAttachment(_ attachment: ContractAttachment) async throws -> [UInt8] {
    do {
      return try await blobs.read(reference(attachment))
    } catch let error as BlobError {
      throw ContractError(.storageDamaged, cause: error)
    }
  }

  /// Notes that an attachment is gone; its bytes go with the next collection of orphans.
  func forgetAttachment(_ attachment: ContractAttachment, in connection: any SQLConnection) throws {
    try blobs.forget(reference(attachment), in: connection)
  }

  private func reference(_ attachment: ContractAttachment) -> BlobReference {
    BlobReference(
      owner: .contract(attachment.contractID.description, tenantID: attachment.tenantID),
      purpose: Self.attachmentPurpose, hash: attachment.digest, length: Int64(attachment.length))
  }

  /// Notes the new blob as used and the one it has as a prefix as superseded.
  func record(
    _ new: BlobReference, over old: FileRevision?, of contract: Contract, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    try blobs.record(new, at: now, in: connection)
    if let old, old.digest != new.hash { try blobs.forget(reference(old, of: contract), in: connection) }
  }

  private func reference(_ revision: FileRevision, of contract: Contract) -> BlobReference {
    BlobReference(
      owner: owner(contract), purpose: Self.purpose, hash: revision.digest, length: Int64(revision.length))
  }

  private func owner(_ contract: Contract) -> DataKeyOwner {
    .contract(contract.id.description, tenantID: contract.tenantID)
  }
}
