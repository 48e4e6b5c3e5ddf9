internal import CPango
internal import Synchronization

/// All font files this process has opened. Font files do not change while the process runs, and mapping and parsing one
/// costs more than a page, so they are shared by all documents; the table only grows, by at most one entry per installed
/// face.
let fontFiles = FontFiles()

final class FontFiles: Sendable {
  private struct Key: Hashable, Sendable {
    let path: String
    let index: UInt32
  }
  private let files = Mutex<[Key: FontFile]>([:])

  /// The file behind a Pango font.
  /// - Throws: `fontUnusable` when fontconfig names no file or HarfBuzz cannot read it.
  func file(of font: UnsafeMutablePointer<PangoFont>) throws(TypesetError) -> FontFile {
    // Every font of the default font map on Linux is a fontconfig font (PangoFcFont begins with PangoFont).
    let pattern = UnsafeMutableRawPointer(font).withMemoryRebound(to: PangoFcFont.self, capacity: 1) {
      pango_fc_font_get_pattern($0)
    }
    var path: UnsafeMutablePointer<FcChar8>?
    var index: Int32 = 0
    guard FcPatternGetString(pattern, "file", 0, &path) == FcResultMatch, let path else {
      throw TypesetError(.fontUnusable, "A font has no file; install fonts-noto-cjk.")
    }
    _ = FcPatternGetInteger(pattern, "index", 0, &index)
    let key = Key(path: String(cString: path), index: UInt32(truncatingIfNeeded: index) & 0xFFFF)
    if let file = files.withLock({ $0[key] }) { return file }
    let opened = try FontFile(path: key.path, index: key.index)
    return files.withLock { files in
      if let other = files[key] { return other }
      files[key] = opened
      return opened
    }
  }
}

/// One face of a font file, mapped into memory.
///
/// Proof: all fields are constants, the blob is read-only memory that lives as long as the
/// object, and HarfBuzz allows face and font objects that were made immutable to be used by several threads at once.
final class FontFile: @unchecked Sendable {
  /// PostScript name, ASCII.
  let name: String
  /// Parsed CFF outlines; nil for TrueType outlines.
  let compact: CompactFont?
  /// Font units per em.
  let unitsPerEm: Double
  /// Metrics in thousandths of an em.
  let ascent: Double
  let descent: Double
  private let blob: OpaquePointer
  private let face: OpaquePointer
  private let font: OpaquePointer
  private let table: OpaquePointer?

  init(path: String, index: UInt32) throws(TypesetError) {
    guard let blob = hb_blob_create_from_file_or_fail(path) else {
      throw TypesetError(.fontUnusable, "A font file cannot be read; reinstall fonts-noto-cjk.")
    }
    guard let face = hb_face_create(blob, index), hb_face_get_glyph_count(face) > 0, let font = hb_font_create(face)
    else {
      hb_blob_destroy(blob)
      throw TypesetError(.fontUnusable, "A font file is damaged; reinstall fonts-noto-cjk.")
    }
    let em = Int32(hb_face_get_upem(face))
    hb_font_set_scale(font, em, em)
    hb_face_make_immutable(face)
    hb_font_make_immutable(font)
    var extents = hb_font_extents_t()
    _ = hb_font_get_h_extents(font, &extents)
    self.blob = blob
    self.face = face
    self.font = font
    unitsPerEm = Double(max(em, 1))
    ascent = Double(extents.ascender) * 1000 / unitsPerEm
    descent = Double(extents.descender) * 1000 / unitsPerEm
    var buffer = [CChar](repeating: 0, count: 64)
    var size = UInt32(buffer.count)
    _ = hb_ot_name_get_utf8(face, hb_ot_name_id_t(6), nil, &size, &buffer)
    let letters = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      .filter { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 }
    name = letters.isEmpty ? "Font" : String(decoding: letters, as: UTF8.self)
    let table = hb_face_reference_table(face, 0x4346_4620)  // 'CFF '
    var length: UInt32 = 0
    let data = hb_blob_get_data(table, &length)
    self.table = table
    compact =
      length > 0
      ? try CompactFont(UnsafeRawBufferPointer(start: UnsafeRawPointer(data), count: Int(length))) : nil
  }

  deinit {
    hb_font_destroy(font)
    hb_face_destroy(face)
    if let table { hb_blob_destroy(table) }
    hb_blob_destroy(blob)
  }

  /// Advance width in thousandths of an em.
  func advance(_ glyph: UInt16) -> Double {
    Double(hb_font_get_glyph_h_advance(font, UInt32(glyph))) * 1000 / unitsPerEm
  }

  /// A TrueType program with only `glyphs`, their numbers kept. For fonts without CFF outlines.
  /// - Throws: `fontUnusable` when HarfBuzz refuses.
  func trueTypeSubset(_ glyphs: some Sequence<UInt16>) throws(TypesetError) -> [UInt8] {
    let failure = TypesetError(.fontUnusable, "A font cannot be subset; install fonts-noto-cjk.")
    guard let input = hb_subset_input_create_or_fail() else { throw failure }
    defer { hb_subset_input_destroy(input) }
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_RETAIN_GIDS.rawValue | HB_SUBSET_FLAGS_NO_HINTING.rawValue)
    let set = hb_subset_input_glyph_set(input)
    for glyph in glyphs { hb_set_add(set, UInt32(glyph)) }
    let dropped = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG)
    for tag in ["GSUB", "GPOS", "GDEF", "cmap", "name", "OS/2", "post", "kern", "DSIG", "BASE"] {
      hb_set_add(dropped, hb_tag_from_string(tag, -1))
    }
    guard let subset = hb_subset_or_fail(face, input) else { throw failure }
    defer { hb_face_destroy(subset) }
    guard let result = hb_face_reference_blob(subset) else { throw failure }
    defer { hb_blob_destroy(result) }
    var length: UInt32 = 0
    guard let data = hb_blob_get_data(result, &length), length > 0 else { throw failure }
    return Array(UnsafeRawBufferPointer(start: UnsafeRawPointer(data), count: Int(length)))
  }
}
