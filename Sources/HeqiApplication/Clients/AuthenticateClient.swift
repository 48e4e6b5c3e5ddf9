import Crypto
package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
package import HeqiStorage

/// Checks the signature of an API request (M-028, M-034): known client, time window, HMAC, nonce, address.
package struct AuthenticateClient: Sendable {
  /// What of a request is signed.
  package struct Request: Sendable {
    package let signature: RequestSignature
    package let method: String
    package let path: String
    package let query: String?
    package let body: [UInt8]
    /// Client address after trusted proxies.
    package let address: String

    package init(
      signature: RequestSignature, method: String, path: String, query: String?, body: [UInt8], address: String
    ) {
      self.signature = signature
      self.method = method
      self.path = path
      self.query = query
      self.body = body
      self.address = address
    }
  }

  private let engine: any SQLEngine
  private let vault: Vault
  private let clock: any WallClock

  package init(engine: any SQLEngine, vault: Vault, clock: any WallClock) {
    self.engine = engine
    self.vault = vault
    self.clock = clock
  }

  /// The client. Throws `ClientError` `.signatureInvalid` whatever was wrong: the caller learns no more (40101).
  ///
  /// - Parameter isAllowed: whether one of the client's address blocks holds the address.
  package func callAsFunction(
    _ request: Request, isAllowed: @Sendable (_ blocks: [String], _ address: String) -> Bool
  ) async throws -> APIClient {
    let now = clock.now
    let signature = request.signature
    guard signature.isTimely(at: now),
      let text = RequestSignature.text(
        timestamp: signature.timestamp, nonce: signature.nonce, method: request.method, path: request.path,
        query: request.query, bodyHash: FileDigest.of(request.body)),
      let client = try await engine.read({ try ClientStore().find(signature.clientID, in: $0) }), client.isActive
    else { throw ClientError(.signatureInvalid) }
    let vault = try await vault.open(tenantID: client.tenantID, at: now)
    let secrets = try await engine.read { try ClientStore().secrets(of: client.id, vault: vault, at: now, in: $0) }
    guard secrets.contains(where: { Self.isValid(signature.signature, over: text, secret: $0) }),
      client.allowedAddresses.isEmpty || isAllowed(client.allowedAddresses, request.address)
    else { throw ClientError(.signatureInvalid) }
    // Last, so that nobody without the secret can use a nonce up.
    let isFresh = try await engine.write { connection in
      try NonceStore().take(signature.nonce, of: client.id, at: now, in: connection)
    }
    guard isFresh else { throw ClientError(.signatureInvalid) }
    return client
  }

  /// Constant time (swift-crypto compares authentication codes so).
  private static func isValid(_ code: [UInt8], over text: String, secret: ClientSecret) -> Bool {
    let key = SymmetricKey(data: Array(secret.text.reveal().utf8))
    return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array(text.utf8), using: key)
  }
}
