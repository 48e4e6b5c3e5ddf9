/// What a callback tells (M-011).
package enum CallbackType: String, Sendable, CaseIterable {
  case contractStatusChanged = "ContractStatusChangedEvent"
}

/// Where one delivery stands.
package enum CallbackState: String, Sendable, CaseIterable {
  case pending, leased, done, dead

  /// Later ones of the same contract wait for it.
  package var isOpen: Bool { self == .pending || self == .leased }
}

/// One event on its way to a business system, written in the transaction of its cause (M-021, M-033).
///
/// Per contract `sequence` rises by one, and a delivery waits until every earlier one is done or dead.
package struct CallbackDelivery: Equatable, Sendable {
  /// Also the `webhook-id` by which receivers drop repeats.
  package let id: ID<CallbackDelivery>
  package let tenantID: String
  package let clientID: ID<APIClient>
  package let contractID: ID<Contract>
  package let sequence: Int
  package let type: CallbackType
  package let address: CallbackAddress
  /// JSON exactly as it is signed and sent; without personal data.
  package let body: String
  package let state: CallbackState
  /// Attempts begun since it was written or replayed.
  package let attempts: Int
  package let nextAt: Instant
  package let lastStatus: Int?
  package let lastError: String?
  package let createdAt: Instant
  package let settledAt: Instant?

  package init(
    id: ID<CallbackDelivery>, tenantID: String, clientID: ID<APIClient>, contractID: ID<Contract>, sequence: Int,
    type: CallbackType, address: CallbackAddress, body: String, state: CallbackState = .pending, attempts: Int = 0,
    nextAt: Instant, lastStatus: Int? = nil, lastError: String? = nil, createdAt: Instant, settledAt: Instant? = nil
  ) {
    self.id = id
    self.tenantID = tenantID
    self.clientID = clientID
    self.contractID = contractID
    self.sequence = sequence
    self.type = type
    self.address = address
    self.body = body
    self.state = state
    self.attempts = attempts
    self.nextAt = nextAt
    self.lastStatus = lastStatus
    self.lastError = lastError
    self.createdAt = createdAt
    self.settledAt = settledAt
  }

  /// What Standard Webhooks 1.0 signs: `id.timestamp.body`.
  package func signedText(at seconds: Int64) -> String { "\(id).\(seconds).\(body)" }
}
