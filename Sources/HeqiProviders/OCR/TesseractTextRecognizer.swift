package import HeqiPorts
package import Office

/// Reads cards with tesseract in a worker process; what it cannot read it leaves out, and a reviewer decides.
package struct TesseractTextRecognizer: TextRecognizer {
  private let reader: CardReader

  package init(workers: OfficeWorkers) { reader = CardReader(workers: workers) }

  package func readCardFront(_ image: [UInt8]) async throws(ProviderError) -> CardText {
    do {
      let reading = try await reader.read(image)
      return CardText(name: reading.name, idCardNumber: reading.number)
    } catch {
      throw ProviderError(.refused, provider: "ocr", message: "the card image could not be read: \(error.message)")
    }
  }
}
