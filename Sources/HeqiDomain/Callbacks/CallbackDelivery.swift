/// What a callback tells (M-011).
package enum CallbackType: String, Sendable, CaseIterable {
  case contractStatusChanged = "ContractStatusChangedEvent"
  case faceVerificationCompleted = "FaceVerificationCompletedEvent"
  case contractArchived = "ContractArchivedEvent"
}

/// Where one delivery stands.
package enum CallbackState: String, Sendable, CaseIterable {
  case pending, leased, done, dead

  /// Later ones of the same subject wait for it.
  package var isOpen: Bool { self == .pending || self == .leased }
}

/// Whose events stand in one order.
package enum CallbackSubject: Hashable, Sendable {
  case contract(ID<Contract>)
  /// A face check that a business system asked for; one inside signing tells its contract's address.
  case verification(ID<FaceVerification>)

  package var kind: String {
    switch self {
    case .contract: "contract"
    case .verification: "verification"
    }
  }

  package var id: String {
    switch self {
    case .contract(let id): id.description
    case .verification(let id): id.description
    }
  }

  /// nil when the words name none.
  package init?(kind: String, id: String) {
    switch kind {
    case "contract":
      guard let id = ID<Contract>(id) else { return nil }
      self = .contract(id)
    case "verification":
      guard let id = ID<FaceVerification>(id) else { return nil }
      self = .verification(id)
    default: return nil
    }
  }

  package var contractID: ID<Contract>? {
    guard case .contract(let id) = self else { return nil }
    return id
  }
}

/// One event on its way to a business system, written in the transaction of its cause (M-021, M-033).
///
/// Per subject `sequence` rises by one, and a delivery waits until every earlier one is done or dead.
package struct CallbackDelivery: Equatable, Sendable {
  /// Also the `webhook-id` by which receivers drop repeats.
  package let id: ID<CallbackDelivery>
  package let tenantID: String
  package let clientID: ID<APIClient>
  package let subject: CallbackSubject
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
    id: ID<CallbackDelivery>, tenantID: String, clientID: ID<APIClient>, subject: CallbackSubject, sequence: Int,
    type: CallbackType, address: CallbackAddress, body: String, state: CallbackState = .pending, attempts: Int = 0,
    nextAt: Instant, lastStatus: Int? = nil, lastError: String? = nil, createdAt: Instant, settledAt: Instant? = nil
  ) {
    self.id = id
    self.tenantID = tenantID
    self.clientID = clientID
    self.subject = subject
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

  /// The same, taken by a worker until `end`.
  package func leased(until end: Instant) -> CallbackDelivery {
    CallbackDelivery(
      id: id, tenantID: tenantID, clientID: clientID, subject: subject, sequence: sequence, type: type, address: address,
      body: body, state: .leased, attempts: attempts + 1, nextAt: end, lastStatus: lastStatus, lastError: lastError,
      createdAt: createdAt, settledAt: settledAt)
  }

  /// What Standard Webhooks 1.0 signs: `id.timestamp.body`.
  package func signedText(at seconds: Int64) -> String { "\(id).\(seconds).\(body)" }
}

/// One attempt at a delivery, kept for whoever asks what became of an event.
package struct CallbackAttempt: Equatable, Sendable {
  /// Counted from 1 since the delivery was written or replayed.
  package let number: Int
  package let at: Instant
  package let took: Duration
  package let status: Int?
  package let error: String?

  package init(number: Int, at: Instant, took: Duration, status: Int?, error: String?) {
    self.number = number
    self.at = at
    self.took = took
    self.status = status
    self.error = error
  }
}
