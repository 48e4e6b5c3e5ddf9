package import HeqiDomain

/// The outbox message that starts completion once everybody has signed (row 21).
package struct CompletionJob: Equatable, Sendable {
  package static let topic = "contract.complete"
  /// With the usual backoff about three days, then the dead-letter list.
  package static let attemptsMax = 40

  package let contractID: ID<Contract>

  package init(contractID: ID<Contract>) { self.contractID = contractID }

  /// `{"contract":"<id>"}`
  package var payload: String { "{\"contract\":\"\(contractID)\"}" }

  /// Reads `payload`; nil for anything else.
  package init?(payload: String) {
    guard payload.hasPrefix("{\"contract\":\""), payload.hasSuffix("\"}"),
      let id = ID<Contract>(String(payload.dropFirst(13).dropLast(2)))
    else { return nil }
    contractID = id
  }
}
