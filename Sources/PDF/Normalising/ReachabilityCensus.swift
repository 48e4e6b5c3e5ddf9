/// Everything reachable from the trailer, and the active content met on the way.
struct ReachabilityCensus {
  let view: PDFView
  private(set) var reached: Set<Int> = []
  private(set) var hazards: [(LintFinding.Code, String)] = []
  private var waiting: [PDFReference] = []

  init(view: PDFView) { self.view = view }

  mutating func walk() throws(PDFError) {
    collect(.dictionary(view.trailer), "trailer")
    // Structures of the file itself are used although nothing refers to them.
    for revision in view.document.revisions.prefix(view.revision + 1) {
      for (number, entry) in view.document.index.listed(in: revision.index) {
        if case .compressed(let stream, _) = entry { reached.insert(stream) }
        if case .offset(let offset, _) = entry, revision.sectionRanges.contains(where: { $0.lowerBound == offset }) {
          reached.insert(number)
        }
      }
    }
    while let reference = waiting.popLast() {
      collect(try view.object(reference), "object \(reference.number)")
    }
  }

  private mutating func collect(_ object: PDFObject, _ place: String) {
    switch object {
    case .reference(let reference):
      if reached.insert(reference.number).inserted { waiting.append(reference) }
    case .array(let elements): for element in elements { collect(element, place) }
    case .dictionary(let dictionary): collect(dictionary, place)
    case .stream(let stream): collect(stream.dictionary, place)
    default: break
    }
  }

  private mutating func collect(_ dictionary: PDFDictionary, _ place: String) {
    for entry in dictionary.entries {
      switch entry.key {
      case "OpenAction": if entry.value.arrayValue == nil { note(.openAction, place) }
      case "AA": note(.additionalActions, place)
      case "JS", "JavaScript": note(.javaScript, place)
      case "XFA": note(.xfa, place)
      case "EmbeddedFiles", "EF": note(.embeddedFile, place)
      case "OCProperties": note(.optionalContent, place)
      case "S":
        switch entry.value.nameValue {
        case "Launch", "GoToR", "GoToE", "SubmitForm", "ImportData", "Rendition", "RichMediaExecute":
          note(.unsafeAction, place)
        default: break
        }
      default: break
      }
      collect(entry.value, place)
    }
  }

  private mutating func note(_ code: LintFinding.Code, _ place: String) {
    if hazards.count < 200 { hazards.append((code, "\(code.rawValue) in \(place).")) }
  }
}
