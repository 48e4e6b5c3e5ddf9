/// A PDF that a business system uploaded before it asked for a contract (api.md `PUT /api/v1/file`).
package struct ClientFile: Equatable, Sendable {
  package let id: ID<ClientFile>
  package let tenantID: String
  package let name: String
  package let digest: Digest
  /// Bytes.
  package let length: Int
  package let pages: Int
  package let createdAt: Instant

  package init(
    id: ID<ClientFile>, tenantID: String, name: String, digest: Digest, length: Int, pages: Int, createdAt: Instant
  ) {
    self.id = id
    self.tenantID = tenantID
    self.name = name
    self.digest = digest
    self.length = length
    self.pages = pages
    self.createdAt = createdAt
  }
}
