import Crypto
import CryptoExtras
import Dispatch
import Foundation
package import HeqiDomain
package import HeqiPorts
import Synchronization

/// scrypt (RFC 7914) on threads of its own, two at once, so that a flood of log-ins cannot starve signing (D5).
///
/// Shared state: the number of waiting callers, guarded by an atomic.
package final class PasswordHasher: Sendable {
  /// Memory is 128 · cost · blockSize bytes per hash.
  package struct Strength: Equatable, Sendable {
    package let cost: Int
    package let blockSize: Int
    package let parallelism: Int

    /// OWASP's 32 MiB row: N = 2^15, r = 8, p = 3.
    package static let standard = Strength(cost: 32_768, blockSize: 8, parallelism: 3)
    /// For tests only.
    package static let weak = Strength(cost: 1024, blockSize: 8, parallelism: 1)

    package init(cost: Int, blockSize: Int, parallelism: Int) {
      self.cost = cost
      self.blockSize = blockSize
      self.parallelism = parallelism
    }
  }

  /// Callers that may wait; more are told to come back.
  static let waitingMax = 64

  private let strength: Strength
  private let random: any RandomSource
  private let queue: OperationQueue
  private let waiting = Atomic<Int>(0)
  /// Checked against when there is no such account, so that the answer takes as long.
  private let decoySalt: [UInt8]

  package init(strength: Strength = .standard, random: any RandomSource) {
    self.strength = strength
    self.random = random
    queue = OperationQueue()
    queue.maxConcurrentOperationCount = 2
    queue.name = "heqi.passwords"
    decoySalt = random.bytes(16)
  }

  /// A new credential. Throws `IdentityError` `.busy` when too many wait.
  package func credential(
    for accountID: ID<Account>, password: Password, at now: Instant
  ) async throws -> Credential {
    try await credential(for: accountID, secret: password.bytes, at: now)
  }

  /// The same for another secret, such as a seal's PIN.
  package func credential(
    for accountID: ID<Account>, secret: Sensitive<[UInt8]>, at now: Instant
  ) async throws -> Credential {
    let salt = random.bytes(16)
    let strength = strength
    let hash = try await derive(secret, salt, strength)
    return Credential(
      accountID: accountID, cost: strength.cost, blockSize: strength.blockSize, parallelism: strength.parallelism,
      salt: salt, hash: hash, changedAt: now)
  }

  /// True when the password is that of the credential; without one the same work is done and the answer is no.
  package func verify(_ typed: Sensitive<[UInt8]>, _ credential: Credential?) async throws -> Bool {
    let used = credential.map { Strength(cost: $0.cost, blockSize: $0.blockSize, parallelism: $0.parallelism) } ?? strength
    let hash = try await derive(typed, credential?.salt ?? decoySalt, used)
    guard let credential else { return false }
    return Self.isEqual(hash, credential.hash)
  }

  /// True when parameters have risen since it was made; hash anew at the next log-in.
  package func isOutdated(_ credential: Credential) -> Bool {
    credential.cost < strength.cost || credential.parallelism < strength.parallelism
  }

  private func derive(_ password: Sensitive<[UInt8]>, _ salt: [UInt8], _ strength: Strength) async throws -> [UInt8] {
    guard waiting.add(1, ordering: .relaxed).newValue <= Self.waitingMax else {
      waiting.subtract(1, ordering: .relaxed)
      throw IdentityError(.busy)
    }
    defer { waiting.subtract(1, ordering: .relaxed) }
    return try await withCheckedThrowingContinuation { continuation in
      queue.addOperation {
        continuation.resume(
          with: Result {
            try KDF.Scrypt.deriveKey(
              from: password.reveal(), salt: salt, outputByteCount: 32, rounds: strength.cost,
              blockSize: strength.blockSize, parallelism: strength.parallelism
            ).withUnsafeBytes { Array($0) }
          })
      }
    }
  }

  /// Without an early end.
  private static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
