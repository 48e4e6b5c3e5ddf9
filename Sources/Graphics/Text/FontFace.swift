internal import CPango

/// The type families this module and `Typeset` use, all from Debian's `fonts-noto-cjk`.
public enum FontFamily: String, Sendable, CaseIterable {
  /// 宋体: seals, titles, documents.
  case serif = "Noto Serif CJK SC"
  /// 黑体: running text, tables.
  case sans = "Noto Sans CJK SC"
  /// Numbers, hashes, serials.
  case mono = "Noto Sans Mono CJK SC"
}

/// Says which needed font families this machine lacks; used by `heqi doctor`.
public struct FontCheck: Sendable, Equatable {
  /// Families that are needed and not installed.
  public let missing: [FontFamily]
  /// True when nothing is missing.
  public var isComplete: Bool { missing.isEmpty }
  /// The command that repairs it on Debian and Ubuntu.
  public static let remedy = "apt-get install fonts-noto-cjk"

  /// Asks fontconfig, through the Pango font map of this thread.
  public init() {
    missing = FontFamily.allCases.filter { family in
      guard let map = pango_cairo_font_map_get_default(), let found = pango_font_map_get_family(map, family.rawValue),
        let name = pango_font_family_get_name(found)
      else { return true }
      return String(cString: name) != family.rawValue
    }
  }
}
