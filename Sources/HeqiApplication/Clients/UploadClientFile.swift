import Foundation
package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
package import HeqiStorage

/// `PUT /api/v1/file`: takes a PDF for a later contract (api.md).
package struct UploadClientFile: Sendable {
  static let purpose = "client-file"
  private let engine: any SQLEngine
  private let blobs: BlobStore
  private let clock: any WallClock
  private let random: any RandomSource

  package init(engine: any SQLEngine, blobs: BlobStore, clock: any WallClock, random: any RandomSource) {
    self.engine = engine
    self.blobs = blobs
    self.clock = clock
    self.random = random
  }

  /// The stored file. Throws `ClientError` naming `body` with the reason of a refusal; then nothing is kept.
  package func callAsFunction(_ bytes: [UInt8], name: String, client: APIClient) async throws -> ClientFile {
    let document: AcceptedDocument
    do throws(ContractError) {
      document = try DocumentIntake.accept(bytes)
    } catch {
      throw error.code == .fileTooLarge ? ClientError(.tooLarge) : ClientError(.parameter, field: "body", remark: error.message)
    }
    let now = clock.now
    let id: ID<ClientFile> = random.id(at: now)
    let blob = try await blobs.put(document.bytes, owner: Self.owner(id, client.tenantID), purpose: Self.purpose, at: now)
    let file = ClientFile(
      id: id, tenantID: client.tenantID, name: name, digest: blob.hash, length: document.bytes.count, pages: document.pageCount,
      createdAt: now)
    let blobs = blobs
    try await engine.write { connection in
      try blobs.record(blob, at: now, in: connection)
      try ClientFileStore(tenantID: file.tenantID).insert(file, in: connection)
    }
    return file
  }

  /// The bytes of a file uploaded before. Throws `ClientError` naming `fileId`.
  func read(_ id: ID<ClientFile>, tenantID: String) async throws -> (file: ClientFile, bytes: [UInt8]) {
    guard let file = try await find(id, tenantID: tenantID) else {
      throw ClientError.parameter("fileId", "没有这个 fileId。请先上传文件。", "There is no such fileId. Upload the file first.")
    }
    let blob = BlobReference(
      owner: Self.owner(id, tenantID), purpose: Self.purpose, hash: file.digest, length: Int64(file.length))
    return (file, try await blobs.read(blob))
  }

  func find(_ id: ID<ClientFile>, tenantID: String) async throws -> ClientFile? {
    try await engine.read { try ClientFileStore(tenantID: tenantID).find(id, in: $0) }
  }

  private static func owner(_ id: ID<ClientFile>, _ tenantID: String) -> DataKeyOwner {
    DataKeyOwner(tenantID: tenantID, kind: "file", id: id.description)
  }
}
