/// A file format that can become PDF.
public enum OfficeFormat: String, Sendable, CaseIterable {
  case docx, xlsx, pptx
}

/// Turns office files into PDF. The LibreOffice pool will conform to this.
public protocol OfficeConverter: Sendable {
  /// - Throws: `converterUnavailable`, `unreadable`, and the errors of a worker.
  func pdf(from bytes: [UInt8], format: OfficeFormat) async throws(OfficeError) -> [UInt8]
}

/// Stands in until a converter is installed: says so and names the way out.
public struct UnavailableConverter: OfficeConverter {
  public init() {}

  public func pdf(from bytes: [UInt8], format: OfficeFormat) async throws(OfficeError) -> [UInt8] {
    throw OfficeError(
      .converterUnavailable, "This server cannot convert .\(format.rawValue) files yet; save the file as PDF and upload that.")
  }
}
