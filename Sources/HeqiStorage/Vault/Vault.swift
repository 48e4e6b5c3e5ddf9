import Crypto
package import HeqiDomain

/// Personal-data columns: encrypted in place, found by a keyed blind index (B-24; quality.md D3).
package struct Vault: Sendable {
  private let keys: DataKeyRing

  package init(keys: DataKeyRing) { self.keys = keys }

  /// The tenant's vault. Await it before a transaction; the result is used inside. Throws `SQLError` or `VaultError`.
  package func open(tenantID: String, at now: Instant) async throws -> TenantVault {
    let owner = DataKeyOwner(tenantID: tenantID, kind: "tenant", id: tenantID)
    return TenantVault(tenantID: tenantID, key: try await keys.key(for: owner, at: now))
  }
}

/// The place a value belongs to; a sealed value opens only there, so rows and columns cannot be swapped.
package struct VaultPlace: Hashable, Sendable {
  package let table: String
  package let column: String
  /// The row's id.
  package let row: String

  package init(table: String, column: String, row: String) {
    self.table = table
    self.column = column
    self.row = row
  }
}

/// One tenant's keys, ready for use inside a transaction body.
package struct TenantVault: Sendable {
  package let tenantID: String
  private let key: SymmetricKey

  init(tenantID: String, key: SymmetricKey) {
    self.tenantID = tenantID
    self.key = key
  }

  /// AES-256-GCM over the text, bound to tenant, table, column and row; 29 bytes longer than the text.
  package func seal(_ text: Sensitive<String>, at place: VaultPlace) throws(VaultError) -> [UInt8] {
    [Self.version] + (try SealedBytes.seal(Array(text.reveal().utf8), key: columnKey(place), context: context(place)))
  }

  /// Opens a sealed column. Throws `.damaged` when it was altered or belongs to another place or tenant.
  package func open(_ sealed: [UInt8], at place: VaultPlace) throws(VaultError) -> Sensitive<String> {
    guard sealed.first == Self.version else { throw VaultError(.damaged, "a sealed column has an unknown version") }
    let plain = try SealedBytes.open(sealed.dropFirst(), key: columnKey(place), context: context(place))
    return Sensitive(String(decoding: plain, as: UTF8.self))
  }

  /// HMAC-SHA-256 of the text under a key of its own for tenant, table and column: 32 bytes, equal for equal texts.
  ///
  /// Normalise first (E.164 mobile number, upper-case ID number, lower-case e-mail). It tells equality and nothing else.
  package func blindIndex(_ text: Sensitive<String>, table: String, column: String) -> [UInt8] {
    let indexKey = derived(["heqi-index-1", tenantID, table, column])
    return Array(HMAC<SHA256>.authenticationCode(for: Array(text.reveal().utf8), using: indexKey))
  }

  private static let version: UInt8 = 1

  private func columnKey(_ place: VaultPlace) -> SymmetricKey {
    derived(["heqi-column-1", tenantID, place.table, place.column])
  }

  private func context(_ place: VaultPlace) -> [UInt8] {
    SealedBytes.context(["heqi-vault-1", tenantID, place.table, place.column, place.row])
  }

  /// HKDF-SHA-256 (RFC 5869), so that one data key serves every column without any key being used twice.
  private func derived(_ info: [String]) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: SealedBytes.context(info), outputByteCount: 32)
  }
}
