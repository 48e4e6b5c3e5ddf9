/// A file format that can become PDF.
public enum OfficeFormat: String, Sendable, CaseIterable {
  case docx, xlsx, pptx

  /// The part without which a file of this format is none.
  var mainPart: String {
    switch self {
    case .docx: "word/document.xml"
    case .xlsx: "xl/workbook.xml"
    case .pptx: "ppt/presentation.xml"
    }
  }
}

/// What an upload is, by its content and not by its name.
public enum OfficeUpload: Sendable, Equatable {
  case format(OfficeFormat)
  /// The older binary formats, or a newer one behind a password: both are compound files.
  case compound

  /// nil for anything else.
  public init?(_ bytes: [UInt8]) {
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      self = .compound
      return
    }
    guard bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]),
      let archive = try? ZipArchive(bytes, fileMax: LibreOfficeConverter.fileBytesMax),
      let format = OfficeFormat.allCases.first(where: { archive.names.contains($0.mainPart) })
    else { return nil }
    self = .format(format)
  }

  /// True where a file carries programs or other files inside it: macros, controls, embedded objects.
  public static func carriesPrograms(_ bytes: [UInt8]) -> Bool {
    guard let archive = try? ZipArchive(bytes, fileMax: LibreOfficeConverter.fileBytesMax) else { return true }
    return archive.names.contains { name in
      let name = name.lowercased()
      return name.hasSuffix(".bin") && !name.contains("printersettings") || name.contains("/activex/") || name.contains("/embeddings/")
    }
  }
}

/// Turns office files into PDF.
public protocol OfficeConverter: Sendable {
  /// - Throws: `converterUnavailable`, `unreadable`, `reachesOutside`, and the errors of a worker.
  func pdf(from bytes: [UInt8], format: OfficeFormat) async throws(OfficeError) -> [UInt8]
}
