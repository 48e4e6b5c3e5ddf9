package import HeqiPorts

/// Reads nothing: every card goes to a reviewer (F-009b, c). For machines without an OCR program.
package struct NoTextRecognizer: TextRecognizer {
  package init() {}

  package func readCardFront(_ image: [UInt8]) async throws(ProviderError) -> CardText { CardText(name: nil, idCardNumber: nil) }
}
