internal import CPango

/// The fonts one document uses, with the glyphs it needs from each.
final class FontTable {
  /// A font of this document.
  struct Entry {
    let file: FontFile
    /// Glyph → UTF-8 text, for copying and searching.
    var glyphs: [UInt16: [UInt8]]
  }

  private(set) var entries: [Entry] = []
  private var known: [UnsafeMutableRawPointer: Int] = [:]

  deinit { for font in known.keys { g_object_unref(font) } }

  /// The index of a Pango font; opens its file when it is new.
  func index(of font: UnsafeMutablePointer<PangoFont>) throws(TypesetError) -> Int {
    let pointer = UnsafeMutableRawPointer(font)
    if let index = known[pointer] { return index }
    let file = try fontFiles.file(of: font)
    // Sizes and weights of one file share one subset.
    let index = entries.firstIndex { $0.file === file } ?? entries.count
    if index == entries.count { entries.append(Entry(file: file, glyphs: [0: []])) }
    g_object_ref(pointer)
    known[pointer] = index
    return index
  }

  /// Remembers that `glyph` is used and what it says; the first meaning of a glyph stays.
  func note(glyph: UInt16, of index: Int, text: ArraySlice<UInt8>) {
    if let old = entries[index].glyphs[glyph], !old.isEmpty || text.isEmpty { return }
    entries[index].glyphs[glyph] = Array(text)
  }
}
