package import HeqiDomain
package import HeqiSQL

/// Nonces of signed requests: one table for all nodes, so that a replay finds its first use anywhere and after a
/// restart (M-028, drill 10).
package struct NonceStore: Sendable {
  package init() {}

  /// Takes the nonce. False when the client has used it before, or is no longer as `revision` has it.
  package func take(
    _ nonce: String, of client: ID<APIClient>, revision: Int64, at now: Instant, in connection: any SQLConnection
  ) throws -> Bool {
    let end = now.adding(.seconds(RequestSignature.nonceSeconds))
    return try connection.execute(
      ClientSQL.insertNonce, [SQLValue(client), .text(nonce), SQLValue(end), .integer(revision)]) == 1
  }

  /// Forgets nonces whose requests would be refused for their time alone; returns how many.
  @discardableResult
  package func purge(at now: Instant, in connection: any SQLConnection) throws -> Int {
    try connection.execute(ClientSQL.deleteNonces, [SQLValue(now)])
  }
}
