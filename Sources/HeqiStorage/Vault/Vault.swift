import Crypto
package import HeqiDomain
import Synchronization

/// Personal-data columns: encrypted in place, found by a keyed blind index (B-24; quality.md D3).
package struct Vault: Sendable {
  private let keys: DataKeyRing
  private let derived = DerivedKeys()

  package init(keys: DataKeyRing) { self.keys = keys }

  /// The tenant's vault. Await it before a transaction; the result is used inside. Throws `SQLError` or `VaultError`.
  package func open(tenantID: String, at now: Instant) async throws -> TenantVault {
    let owner = DataKeyOwner(tenantID: tenantID, kind: "tenant", id: tenantID)
    return TenantVault(tenantID: tenantID, key: try await keys.key(for: owner, at: now), derived: derived)
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
  private let derived: DerivedKeys

  init(tenantID: String, key: SymmetricKey, derived: DerivedKeys) {
    self.tenantID = tenantID
    self.key = key
    self.derived = derived
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
    let indexKey = derived.key(key, ["heqi-index-1", tenantID, table, column])
    return Array(HMAC<SHA256>.authenticationCode(for: Array(text.reveal().utf8), using: indexKey))
  }

  private static let version: UInt8 = 1

  private func columnKey(_ place: VaultPlace) -> SymmetricKey {
    derived.key(key, ["heqi-column-1", tenantID, place.table, place.column])
  }

  private func context(_ place: VaultPlace) -> [UInt8] {
    SealedBytes.context(["heqi-vault-1", tenantID, place.table, place.column, place.row])
  }
}

/// Keys for one column each, derived from a tenant's key by HKDF-SHA-256 (RFC 5869), so that one data key serves every
/// column without any key being used twice. Kept, because every personal column read or written asks for one.
///
/// Shared state: the keys made so far; there are as many as columns with personal data, times tenants.
final class DerivedKeys: Sendable {
  private static let countMax = 4096
  private struct Entry {
    let source: SymmetricKey
    let key: SymmetricKey
  }
  private let entries = Mutex<[[String]: Entry]>([:])

  /// The key that `info` names. A tenant whose key was made anew gets new ones.
  func key(_ source: SymmetricKey, _ info: [String]) -> SymmetricKey {
    if let entry = entries.withLock({ $0[info] }), entry.source == source { return entry.key }
    let key = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: source, info: SealedBytes.context(info), outputByteCount: 32)
    entries.withLock { entries in
      if entries.count >= Self.countMax { entries.removeAll(keepingCapacity: true) }
      entries[info] = Entry(source: source, key: key)
    }
    return key
  }
}
