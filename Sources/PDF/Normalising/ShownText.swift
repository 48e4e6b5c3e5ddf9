/// Whether an appearance shows a field's value, as far as that can be told without fonts.
enum ShownText {
  /// True when the strings the appearance shows are the value in PDFDocEncoding, white space aside; false when they are
  /// something else or stand in a font whose codes say nothing.
  static func matches(_ text: String, _ stream: PDFStream, in source: some PDFObjectSource) -> Bool {
    guard let shown = try? bytes(of: stream, in: source) else { return false }
    guard let wanted = PDFString.documentEncoded(text.filter { !$0.isWhitespace }) else { return false }
    return shown.filter { !CharacterClass.isWhitespace($0) } == wanted
  }

  private static func bytes(of stream: PDFStream, in source: some PDFObjectSource) throws(PDFError) -> [UInt8] {
    var scanner = ContentScanner(try source.data(of: stream), limits: source.limits)
    var bytes: [UInt8] = []
    while let (name, operands) = try scanner.next() {
      switch name {
      case "Tj", "'", "\"": bytes += operands.last?.stringValue?.bytes ?? []
      case "TJ": for part in operands.first?.arrayValue ?? [] { bytes += part.stringValue?.bytes ?? [] }
      default: break
      }
    }
    return bytes
  }
}
