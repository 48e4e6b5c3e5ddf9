/// What a code is for. A code made for one purpose never works for another (drill 31).
package enum CodePurpose: String, Sendable, CaseIterable {
  case register, login, resetPassword, changeMobile, confirmEmail, sign
}

/// A six-digit code on its way to a person. Only a keyed hash of the digits is stored.
package struct OneTimeCode: Equatable, Sendable {
  package let id: ID<OneTimeCode>
  package let purpose: CodePurpose
  /// What the code is tied to: the browser's device id, or contract, file hash and account for `sign`.
  package let binding: CodeBinding
  package let createdAt: Instant
  package let expiresAt: Instant
  package let failedTries: Int
  package let consumedAt: Instant?

  package init(
    id: ID<OneTimeCode>, purpose: CodePurpose, binding: CodeBinding, createdAt: Instant, expiresAt: Instant,
    failedTries: Int = 0, consumedAt: Instant? = nil
  ) {
    self.id = id
    self.purpose = purpose
    self.binding = binding
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.failedTries = failedTries
    self.consumedAt = consumedAt
  }

  /// Why this code cannot be tried now; `nil` when it can.
  package func refusal(at now: Instant) -> CodeRefusal? {
    if consumedAt != nil { return .used }
    if failedTries >= OneTimeCodePolicy.triesMax { return .tooManyTries }
    if now >= expiresAt { return .expired }
    return nil
  }
}

/// Why a code did not work. Callers who are not signed in are told only "wrong or expired".
package enum CodeRefusal: String, Sendable, CaseIterable { case unknown, wrong, expired, used, tooManyTries }

/// What a code is tied to, as the text that is stored and compared.
package struct CodeBinding: Hashable, Sendable {
  package let text: String

  /// Tied to the browser that asked (random id of a server-signed cookie, B-12).
  package static func device(_ scene: Scene) -> CodeBinding { CodeBinding(text: "device:\(scene.deviceID)") }

  /// Tied to a signed-in account.
  package static func account(_ id: ID<Account>) -> CodeBinding { CodeBinding(text: "account:\(id)") }

  /// Intention check of one signature: this contract, this file, this signer (E-02, E-24).
  package static func signature(contract: String, file: Digest, account: ID<Account>) -> CodeBinding {
    CodeBinding(text: "contract:\(contract)|file:\(file.hex)|account:\(account)")
  }

  /// Intention check of a batch: exactly these contracts and files, by the digest of their list.
  package static func batch(_ list: Digest, account: ID<Account>) -> CodeBinding {
    CodeBinding(text: "batch:\(list.hex)|account:\(account)")
  }

  /// Intention check of a signer without an account: this contract, this file, this party (E-24).
  package static func signature(contract: String, file: Digest, party: ID<ContractParty>) -> CodeBinding {
    CodeBinding(text: "contract:\(contract)|file:\(file.hex)|party:\(party)")
  }
}

/// Limits of codes (quality D5, drill 31).
package enum OneTimeCodePolicy {
  package static let digits = 6
  package static let triesMax = 5
  package static let lifetime = Duration.seconds(600)
  /// A recipient waits this long before the next code.
  package static let resendAfter = Duration.seconds(60)
  package static let perRecipientHourly = 6
  package static let perRecipientDaily = 15
  package static let perAddressHourly = 60
  /// All recipients together; spraying a million codes would still hit about five (D5).
  package static let globalPerMinute = 600
}
