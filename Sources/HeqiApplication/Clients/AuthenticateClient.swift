import Crypto
package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
package import HeqiStorage

/// Why a signed request was refused. The caller is told 40101 and no more; the client's log names the reason.
package struct SignatureRefusal: Error, Equatable, Sendable {
  package enum Reason: String, Sendable, CaseIterable {
    /// A header is missing, malformed or there twice.
    case malformed
    case timestamp
    case unknownClient
    case revoked
    case address
    /// The query names something twice or holds a bare `+`.
    case query
    case signature
    case nonce
  }

  package let reason: Reason
  /// The client that the request named, when there is one.
  package let client: ID<APIClient>?

  package init(_ reason: Reason, client: ID<APIClient>? = nil) {
    self.reason = reason
    self.client = client
  }
}

/// Checks the signature of an API request (M-028, M-034): known client, time window, address, HMAC, nonce.
package struct AuthenticateClient: Sendable {
  /// A client that may be who it says it is: what can be checked before a byte of the body is read has been checked.
  package struct Admission: Sendable {
    package let signature: RequestSignature
    let known: KnownClient
    let address: String
  }

  /// What of a request is signed besides its headers.
  package struct Signed: Sendable {
    package let method: String
    package let path: String
    package let query: String?
    package let bodyHash: HeqiDomain.Digest

    package init(method: String, path: String, query: String?, bodyHash: HeqiDomain.Digest) {
      self.method = method
      self.path = path
      self.query = query
      self.bodyHash = bodyHash
    }
  }

  private let engine: any SQLEngine
  private let clock: any WallClock
  private let clients: KnownClients
  private let isAllowed: @Sendable (_ blocks: [String], _ address: String) -> Bool

  /// - Parameter isAllowed: whether one of a client's address blocks holds an address.
  package init(
    engine: any SQLEngine, vault: Vault, clock: any WallClock,
    isAllowed: @escaping @Sendable (_ blocks: [String], _ address: String) -> Bool
  ) {
    self.engine = engine
    self.clock = clock
    self.isAllowed = isAllowed
    clients = KnownClients(engine: engine, vault: vault)
  }

  /// Before the body. Throws `SignatureRefusal`.
  ///
  /// - Parameter address: of the caller, after trusted proxies.
  package func admit(_ signature: RequestSignature?, address: String) async throws -> Admission {
    guard let signature else { throw SignatureRefusal(.malformed) }
    let now = clock.now
    if let kept = clients.kept(signature.clientID), fault(of: kept, signature, address, at: now) == nil {
      return Admission(signature: signature, known: kept, address: address)
    }
    guard let known = try await clients.read(signature.clientID, at: now) else { throw SignatureRefusal(.unknownClient) }
    if let fault = fault(of: known, signature, address, at: now) { throw SignatureRefusal(fault, client: known.client.id) }
    return Admission(signature: signature, known: known, address: address)
  }

  /// After the body: the client. Throws `SignatureRefusal`.
  package func callAsFunction(_ admission: Admission, _ signed: Signed) async throws -> APIClient {
    let signature = admission.signature
    let id = admission.known.client.id
    guard
      let text = RequestSignature.text(
        timestamp: signature.timestamp, nonce: signature.nonce, method: signed.method, path: signed.path, query: signed.query,
        bodyHash: signed.bodyHash)
    else { throw SignatureRefusal(.query, client: id) }
    let now = clock.now
    if isSigned(text, signature, by: admission.known, at: now), try await takes(signature, of: admission.known, at: now) {
      return admission.known.client
    }
    // The client may have changed since it was read: a new secret, a new address, its end. Look once more.
    guard let known = try await clients.read(id, at: now) else { throw SignatureRefusal(.unknownClient) }
    if let fault = fault(of: known, signature, admission.address, at: now) { throw SignatureRefusal(fault, client: id) }
    guard isSigned(text, signature, by: known, at: now) else { throw SignatureRefusal(.signature, client: id) }
    guard try await takes(signature, of: known, at: now) else { throw SignatureRefusal(.nonce, client: id) }
    return known.client
  }

  private func fault(
    of known: KnownClient, _ signature: RequestSignature, _ address: String, at now: Instant
  ) -> SignatureRefusal.Reason? {
    guard known.client.isActive else { return .revoked }
    guard signature.isTimely(at: now) else { return .timestamp }
    let blocks = known.client.allowedAddresses
    return blocks.isEmpty || isAllowed(blocks, address) ? nil : .address
  }

  /// Constant time (swift-crypto compares authentication codes so).
  private func isSigned(_ text: String, _ signature: RequestSignature, by known: KnownClient, at now: Instant) -> Bool {
    let text = Array(text.utf8)
    return known.secrets.contains { secret in
      secret.isActive(at: now)
        && HMAC<SHA256>.isValidAuthenticationCode(
          signature.signature, authenticating: text, using: SymmetricKey(data: Array(secret.text.reveal().utf8)))
    }
  }

  /// Last, so that nobody without the secret can use a nonce up.
  private func takes(_ signature: RequestSignature, of known: KnownClient, at now: Instant) async throws -> Bool {
    try await engine.write { connection in
      try NonceStore().take(signature.nonce, of: known.client.id, revision: known.revision, at: now, in: connection)
    }
  }
}
