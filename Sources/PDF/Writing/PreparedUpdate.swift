/// The bytes of one appended revision, ready to be hashed, filled and written.
public struct PreparedUpdate: Sendable {
  /// The file that is extended; it stays an unchanged prefix of the result (W1).
  public let document: PDFDocument
  /// What is appended; the first byte stands at ``baseLength`` of the new file.
  public private(set) var section: [UInt8]
  /// Where the signature placeholder is, when the update has one.
  public let placeholder: SignaturePlaceholder?

  init(document: PDFDocument, section: [UInt8], placeholder: SignaturePlaceholder?) {
    self.document = document
    self.section = section
    self.placeholder = placeholder
  }

  /// Length of the file before the update.
  public var baseLength: Int { document.bytes.count }
  /// Length of the new file.
  public var fileLength: Int { document.bytes.count + section.count }

  /// What the signature covers, in order and without copies: the old file, the section up to `<`, the rest after `>`.
  /// Throws `placeholderMissing` when the update has no signature.
  public func signedChunks() throws(PDFError) -> [ArraySlice<UInt8>] {
    guard let placeholder else { throw PreparedUpdate.missing }
    let start = placeholder.contents.lowerBound - baseLength
    let end = placeholder.contents.upperBound - baseLength
    return [document.bytes[...], section[..<start], section[end...]]
  }

  /// Writes `der` into `/Contents`, zero padded (S2). Throws `placeholderTooSmall` instead of cutting (S3).
  public mutating func fillContents(_ der: [UInt8]) throws(PDFError) {
    guard let placeholder else { throw PreparedUpdate.missing }
    guard der.count <= placeholder.capacity else {
      throw PDFError(
        .placeholderTooSmall,
        "The signature has \(der.count) bytes, room was kept for \(placeholder.capacity). Prepare again with more room."
      )
    }
    var position = placeholder.contents.lowerBound - baseLength + 1
    for byte in der {
      section[position] = ObjectWriter.hexDigits[Int(byte >> 4)]
      section[position + 1] = ObjectWriter.hexDigits[Int(byte & 15)]
      position += 2
    }
    let end = placeholder.contents.upperBound - baseLength - 1
    while position < end {
      section[position] = 0x30
      position += 1
    }
  }

  /// The whole new file.
  public func serialize() -> [UInt8] {
    var file: [UInt8] = []
    file.reserveCapacity(fileLength)
    file.append(contentsOf: document.bytes)
    file.append(contentsOf: section)
    return file
  }

  private static var missing: PDFError {
    PDFError(.placeholderMissing, "The update holds no signature dictionary. Set one before preparing.")
  }
}

/// Where `/ByteRange` and `/Contents` of the new signature stand (ISO 32000-2 §12.8.1). Offsets are in the new file.
public struct SignaturePlaceholder: Sendable, Equatable {
  /// The signature dictionary.
  public let reference: PDFReference
  /// The `/ByteRange` array, `[` to `]`, already filled in.
  public let byteRangeToken: Range<Int>
  /// The four numbers of `/ByteRange`.
  public let byteRange: [Int]
  /// The `/Contents` token with its angle brackets: the gap.
  public let contents: Range<Int>
  /// Bytes of DER that fit.
  public let capacity: Int
}
