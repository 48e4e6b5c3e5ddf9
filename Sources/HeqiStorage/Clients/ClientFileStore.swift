package import HeqiDomain
package import HeqiSQL

/// Uploaded files of business systems.
package struct ClientFileStore: Sendable {
  private let tenantID: String

  package init(tenantID: String) { self.tenantID = tenantID }

  package func insert(_ file: ClientFile, in connection: any SQLConnection) throws {
    try connection.execute(
      ClientContractSQL.insertFile,
      [
        .text(tenantID), SQLValue(file.id), .text(file.name), SQLValue(file.digest), SQLValue(file.length), SQLValue(file.pages),
        SQLValue(file.createdAt),
      ])
  }

  package func find(_ id: ID<ClientFile>, in connection: any SQLConnection) throws -> ClientFile? {
    try connection.first(ClientContractSQL.selectFile, [.text(tenantID), SQLValue(id)]).map { row in
      ClientFile(
        id: try row.id("id"), tenantID: tenantID, name: try row.text("name"), digest: try row.digest("digest"),
        length: try row.int("length"), pages: try row.int("pages"), createdAt: try row.instant("created_at_us"))
    }
  }
}
