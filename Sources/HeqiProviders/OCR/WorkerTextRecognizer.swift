import HeqiDomain
package import HeqiPorts
package import Office

/// Reads cards with tesseract in a worker process (F-009b, c). What it cannot read goes to a reviewer.
package struct WorkerTextRecognizer: TextRecognizer {
  private let reader: CardReader

  package init(workers: OfficeWorkers) { reader = CardReader(workers: workers) }

  package func readCardFront(_ image: [UInt8]) async throws(ProviderError) -> CardText {
    do {
      let reading = try await reader.read(image)
      return CardText(name: reading.name, idCardNumber: reading.number)
    } catch {
      switch error.code {
      case .busy:
        throw ProviderError(.retryable, provider: "ocr", message: "all workers are busy; the card is read later")
      case .toolMissing:
        throw ProviderError(.unavailable, provider: "ocr", message: "tesseract is not installed: apt install tesseract-ocr tesseract-ocr-chi-sim")
      default:
        // A card that crashes or stalls the reader is for human eyes.
        return CardText(name: nil, idCardNumber: nil)
      }
    }
  }
}
