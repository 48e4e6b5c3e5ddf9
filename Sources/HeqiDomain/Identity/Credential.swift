/// A stored password: scrypt (RFC 7914) with the parameters it was made with, so that they may rise later.
package struct Credential: Equatable, Sendable {
  package let accountID: ID<Account>
  /// CPU and memory cost, a power of two.
  package let cost: Int
  package let blockSize: Int
  package let parallelism: Int
  /// 16 random bytes.
  package let salt: [UInt8]
  /// 32 bytes.
  package let hash: [UInt8]
  package let changedAt: Instant

  package init(
    accountID: ID<Account>, cost: Int, blockSize: Int, parallelism: Int, salt: [UInt8], hash: [UInt8], changedAt: Instant
  ) {
    self.accountID = accountID
    self.cost = cost
    self.blockSize = blockSize
    self.parallelism = parallelism
    self.salt = salt
    self.hash = hash
    self.changedAt = changedAt
  }
}

/// When wrong passwords lock further tries (drills 31, 32): never the account itself, only this way in, for a while.
package enum LockoutPolicy {
  /// Wrong passwords of one account within `window` before tries are refused.
  package static let failuresPerAccount = 10
  /// Wrong passwords from one address within `window`.
  package static let failuresPerAddress = 50
  package static let window = Duration.seconds(15 * 60)
}
