import HeqiDomain
package import HeqiPorts

/// Text messages over the first vendor that takes them.
package struct ChainedSMSSender: SMSSender {
  private let chain: VendorChain<any SMSSender>

  package init(_ chain: VendorChain<any SMSSender>) { self.chain = chain }

  @discardableResult
  package func send(_ message: SMSMessage) async throws(ProviderError) -> SMSReceipt {
    try await chain.first { (sender: any SMSSender) async throws(ProviderError) -> SMSReceipt in try await sender.send(message) }.answer
  }
}

/// A reader of cards and licences.
package typealias PictureReader = TextRecognizer & LicenceRecognizer

/// Cards over the first vendor that reads them; the embedded reader stands at the end.
package struct ChainedTextRecognizer: TextRecognizer {
  private let chain: VendorChain<any PictureReader>
  private let embedded: any TextRecognizer

  package init(_ chain: VendorChain<any PictureReader>, embedded: any TextRecognizer) {
    self.chain = chain
    self.embedded = embedded
  }

  package func readCardFront(_ image: [UInt8]) async throws(ProviderError) -> CardText {
    do throws(ProviderError) {
      return try await chain.first { (reader: any PictureReader) async throws(ProviderError) -> CardText in
        try await reader.readCardFront(image)
      }.answer
    } catch {
      return try await embedded.readCardFront(image)
    }
  }
}

/// Licences over the first vendor that reads them; the embedded reader stands at the end.
package struct ChainedLicenceRecognizer: LicenceRecognizer {
  private let chain: VendorChain<any PictureReader>
  private let embedded: any LicenceRecognizer

  package init(_ chain: VendorChain<any PictureReader>, embedded: any LicenceRecognizer) {
    self.chain = chain
    self.embedded = embedded
  }

  package func readLicence(_ image: [UInt8]) async throws(ProviderError) -> LicenceText {
    do throws(ProviderError) {
      return try await chain.first { (reader: any PictureReader) async throws(ProviderError) -> LicenceText in
        try await reader.readLicence(image)
      }.answer
    } catch {
      return try await embedded.readLicence(image)
    }
  }
}
