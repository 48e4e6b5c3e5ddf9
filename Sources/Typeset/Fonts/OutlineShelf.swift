internal import Synchronization

/// Outlines of one font file that some document has used, flattened: the characters of contracts repeat from one document
/// to the next, and following their subroutines costs more than copying them.
///
/// Shared state: glyph → outline, grown under a lock and bounded; an outline never changes.
final class OutlineShelf: Sendable {
  struct Outline: Sendable {
    let part: Int
    let bytes: [UInt8]
  }

  /// Glyphs kept; at some 150 bytes each this stays below 2 MB a font.
  private static let glyphsMax = 12_000
  private let outlines = Mutex<[UInt16: Outline]>([:])

  /// The outlines of `glyphs`, in order; `make` is called for those not seen before.
  func outlines(
    of glyphs: [UInt16], make: (UInt16) throws(TypesetError) -> Outline
  ) throws(TypesetError) -> [Outline] {
    let known = outlines.withLock { kept in glyphs.map { kept[$0] } }
    guard known.contains(where: { $0 == nil }) else { return known.compactMap { $0 } }
    var all: [Outline] = []
    all.reserveCapacity(glyphs.count)
    var made: [(glyph: UInt16, outline: Outline)] = []
    for (glyph, found) in zip(glyphs, known) {
      if let found {
        all.append(found)
      } else {
        let outline = try make(glyph)
        made.append((glyph, outline))
        all.append(outline)
      }
    }
    outlines.withLock { kept in
      guard kept.count + made.count <= Self.glyphsMax else { return }
      for (glyph, outline) in made { kept[glyph] = outline }
    }
    return all
  }
}
