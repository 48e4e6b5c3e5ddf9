package import HeqiPorts

/// Without a face service a reviewer compares the live image with the card (F-009e, F-025).
package struct ManualFaceVerifier: FaceVerifier {
  package init() {}

  package func compare(live: [UInt8], cardFront: [UInt8]) async throws(ProviderError) -> CheckOutcome { .needsReview }
}
