/// What stands in an office file, looked at before a program opens it.
struct OfficeContent {
  /// Words of fields that fetch other files or programs.
  private static let fetchingFields = ["INCLUDETEXT", "INCLUDEPICTURE", "DDEAUTO", "DDE", "LINK", "IMPORT", "RD"]
  private static let tokensMax = 5_000_000

  private let archive: ZipArchive

  /// - Throws: `unreadable`, `outputTooLarge`.
  init(_ bytes: [UInt8]) throws(OfficeError) {
    archive = try ZipArchive(bytes, fileMax: LibreOfficeConverter.fileBytesMax)
  }

  /// Refuses a file that would read something besides itself: whoever uploads it must not see the server's own files or
  /// network in the result. Links to click on are no such thing.
  /// - Throws: `reachesOutside`, and the errors of reading.
  func requireSelfContained() throws(OfficeError) {
    for name in archive.names {
      if name.hasSuffix(".rels") {
        try relationships(name)
      } else if name.hasPrefix("word/"), name.hasSuffix(".xml") {
        try fields(name)
      } else if name.hasPrefix("xl/"), name.hasSuffix(".xml") {
        try formulas(name)
      }
    }
  }

  private func relationships(_ name: String) throws(OfficeError) {
    try tokens(name) { token throws(OfficeError) in
      guard case .open("Relationship", let attributes, _) = token, attributes["TargetMode"]?.lowercased() == "external",
        attributes["Type"]?.hasSuffix("/hyperlink") != true
      else { return }
      throw Self.outside
    }
  }

  private func fields(_ name: String) throws(OfficeError) {
    var isInstruction = false
    var instruction = ""
    func check(_ text: String) throws(OfficeError) {
      let word = text.drop { $0.isWhitespace }.prefix { !$0.isWhitespace }.uppercased()
      if Self.fetchingFields.contains(word) { throw Self.outside }
    }
    try tokens(name) { token throws(OfficeError) in
      switch token {
      case .open("instrText", _, let isEmpty): isInstruction = !isEmpty
      case .open("fldSimple", let attributes, _): try check(attributes["instr"] ?? "")
      // One instruction may be spread over several runs; it ends where the field does.
      case .open("fldChar", _, _):
        try check(instruction)
        instruction = ""
      case .text(let text) where isInstruction: instruction += text
      case .close("instrText"): isInstruction = false
      default: break
      }
    }
    try check(instruction)
  }

  private func formulas(_ name: String) throws(OfficeError) {
    var isFormula = false
    try tokens(name) { token throws(OfficeError) in
      switch token {
      case .open("f", _, let isEmpty): isFormula = !isEmpty
      case .close("f"): isFormula = false
      case .text(let text) where isFormula:
        let upper = text.uppercased()
        if upper.contains("WEBSERVICE(") || upper.contains("DDE(") || upper.contains("FILE:") { throw Self.outside }
      default: break
      }
    }
  }

  private func tokens(_ name: String, _ body: (XMLScanner.Token) throws(OfficeError) -> Void) throws(OfficeError) {
    guard let bytes = try archive.content(of: name) else { return }
    var scanner = XMLScanner(bytes)
    var count = 0
    while let token = try scanner.next() {
      count += 1
      guard count <= Self.tokensMax else { throw OfficeError(.outputTooLarge, "The file holds too many elements.") }
      try body(token)
    }
  }

  private static let outside = OfficeError(
    .reachesOutside, "The file takes content from elsewhere (linked pictures, sheets or texts); embed it and try again.")
}
