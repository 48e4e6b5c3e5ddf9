/// What the header of a picture says, read without decoding (quality.md drill 26).
public struct ImageHeader: Sendable, Equatable {
  /// Formats that uploads may have.
  public enum Kind: String, Sendable, CaseIterable {
    case jpeg, png
  }

  /// Pixels of a picture: 40 million.
  public static let pixelsMax = 40_000_000
  /// Bytes of an uploaded picture.
  public static let bytesMax = 20 << 20

  public let kind: Kind
  public let width: Int
  public let height: Int

  /// Reads PNG (IHDR) and JPEG (frame header) sizes.
  /// - Throws: `imageUnsupported` for anything else, `imageTooLarge` beyond the limits.
  public init(_ bytes: [UInt8]) throws(OfficeError) {
    guard bytes.count <= Self.bytesMax else {
      throw OfficeError(.imageTooLarge, "The picture is larger than \(Self.bytesMax >> 20) MiB; save it smaller.")
    }
    let found: (Kind, Int, Int)
    if let size = Self.png(bytes) {
      found = (.png, size.0, size.1)
    } else if let size = Self.jpeg(bytes) {
      found = (.jpeg, size.0, size.1)
    } else {
      throw OfficeError(.imageUnsupported, "The picture is neither JPEG nor PNG; save it as one of these.")
    }
    guard found.1 * found.2 <= Self.pixelsMax else {
      throw OfficeError(.imageTooLarge, "The picture has more than 40 million pixels; save it smaller.")
    }
    (kind, width, height) = found
  }

  /// PNG §11.2.2: IHDR is the first chunk; sides are below 2³¹.
  private static func png(_ bytes: [UInt8]) -> (Int, Int)? {
    guard bytes.count >= 33, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
      bytes[12..<16].elementsEqual([0x49, 0x48, 0x44, 0x52])
    else { return nil }
    func word(_ offset: Int) -> Int { bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) } }
    let (width, height) = (word(16), word(20))
    guard width > 0, height > 0, width < 1 << 31, height < 1 << 31 else { return nil }
    return (width, height)
  }

  /// ITU-T T.81 annex B: markers up to the first frame header.
  private static func jpeg(_ bytes: [UInt8]) -> (Int, Int)? {
    guard bytes.starts(with: [0xFF, 0xD8, 0xFF]) else { return nil }
    var at = 2
    while at + 9 <= bytes.count {
      guard bytes[at] == 0xFF else { return nil }
      let marker = bytes[at + 1]
      if marker == 0xFF {
        at += 1
        continue
      }
      if (0xC0...0xCF).contains(marker), marker != 0xC4, marker != 0xC8, marker != 0xCC {
        let height = Int(bytes[at + 5]) << 8 | Int(bytes[at + 6])
        let width = Int(bytes[at + 7]) << 8 | Int(bytes[at + 8])
        return width > 0 && height > 0 ? (width, height) : nil
      }
      // Pixels before any frame header, or the end: no picture.
      guard marker != 0xDA, marker != 0xD9, marker != 0xD8 else { return nil }
      let length = Int(bytes[at + 2]) << 8 | Int(bytes[at + 3])
      guard length >= 2 else { return nil }
      at += 2 + length
    }
    return nil
  }
}
