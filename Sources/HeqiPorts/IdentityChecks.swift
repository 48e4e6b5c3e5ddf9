package import HeqiDomain

/// What a reader of card images could make out; `nil` where it could not.
package struct CardText: Sendable, Equatable {
  package let name: String?
  package let idCardNumber: String?

  package init(name: String?, idCardNumber: String?) {
    self.name = name
    self.idCardNumber = idCardNumber
  }
}

/// Outcome of a check by an outside party.
package enum CheckOutcome: String, Sendable {
  case passed, failed
  /// No party could decide; a reviewer does (F-010, F-025).
  case needsReview
}

/// Reads the front of an identity card (F-009b, c; H-06).
package protocol TextRecognizer: Sendable {
  func readCardFront(_ image: [UInt8]) async throws(ProviderError) -> CardText
}

/// Compares name, number and both card images with the police database (F-009d, F-023).
package protocol PoliceIDChecker: Sendable {
  func check(name: Sensitive<String>, idCardNumber: Sensitive<String>, front: [UInt8], back: [UInt8]) async throws(ProviderError)
    -> CheckOutcome
}

/// Compares a live image with the portrait on the card (F-009e, F-024).
package protocol FaceVerifier: Sendable {
  func compare(live: [UInt8], cardFront: [UInt8]) async throws(ProviderError) -> CheckOutcome
}
