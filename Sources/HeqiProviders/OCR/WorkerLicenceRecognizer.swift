import HeqiDomain
package import HeqiPorts
package import Office

/// Reads licences with tesseract in a worker process (F-014). What it cannot read goes to a reviewer.
package struct WorkerLicenceRecognizer: LicenceRecognizer {
  private let reader: LicenceReader

  package init(workers: OfficeWorkers) { reader = LicenceReader(workers: workers) }

  package func readLicence(_ image: [UInt8]) async throws(ProviderError) -> LicenceText {
    do {
      let reading = try await reader.read(image)
      let code = reading.codes.lazy.compactMap { try? UnifiedSocialCreditCode($0) }.first
      return LicenceText(name: reading.name, code: code?.text, legalRepresentative: reading.legalRepresentative)
    } catch {
      switch error.code {
      case .busy:
        throw ProviderError(.retryable, provider: "ocr", message: "all workers are busy; the licence is read later")
      case .toolMissing:
        throw ProviderError(.unavailable, provider: "ocr", message: "tesseract is not installed: apt install tesseract-ocr tesseract-ocr-chi-sim")
      default:
        // A picture that crashes or stalls the reader is for human eyes.
        return LicenceText(name: nil, code: nil, legalRepresentative: nil)
      }
    }
  }
}
