internal import PDF

extension RevisionComparison {
  /// Annotation kinds that a P=3 certification lets a person add (A7, annotation level).
  private static let commentKinds: Set<PDFName> = ["FreeText", "Text", "Highlight", "Ink", "Square", "Popup", "Underline"]

  /// Pages may gain the widgets of new signature fields in `/Annots`; every other key stays.
  mutating func comparePages() throws(PDFError) {
    let oldPages = try old.pages(), newPages = try new.pages()
    guard oldPages.map(\.reference) == newPages.map(\.reference) else {
      report(.forbidden, "pages were added, removed or reordered")
      return
    }
    let pageNumbers = Set(newPages.map(\.reference.number))
    let fields = Set(try new.signatureFields().flatMap { [$0.reference].compactMap { $0 } + $0.widgets })
    for (before, after) in zip(oldPages, newPages) {
      let left = before.dictionary["Annots"], right = after.dictionary["Annots"]
      let pageChanged = changedNumbers.contains(after.reference.number)
      guard pageChanged || changed(right) || hasChangedAnnotation(right) else { continue }
      if pageChanged {
        explain(after.reference)
        for key in Set(before.dictionary.keys + after.dictionary.keys) where key != "Annots" {
          if !isSame(before.dictionary[key], after.dictionary[key]) {
            report(.forbidden, "/\(key.text) of page \(after.index + 1) changed")
          }
        }
      }
      explain(right?.referenceValue, referrers: pageNumbers)
      let oldItems = try old.resolve(left ?? .null).arrayValue ?? []
      let newItems = try new.resolve(right ?? .null).arrayValue ?? []
      let added = Self.additions(oldItems, newItems)
      guard let added else {
        report(.forbidden, "an annotation of page \(after.index + 1) was removed or reordered")
        continue
      }
      for item in added {
        if let reference = item.referenceValue, fields.contains(reference) { continue }
        try judgeAnnotation(item, page: after.index + 1)
      }
    }
  }

  /// What `new` holds beyond `old`; `nil` unless `old` is a subsequence of `new`. O(n).
  private static func additions(_ old: [PDFObject], _ new: [PDFObject]) -> [PDFObject]? {
    var rest = old[...]
    var added: [PDFObject] = []
    for item in new {
      if let next = rest.first, next == item { rest.removeFirst() } else { added.append(item) }
    }
    return rest.isEmpty ? added : nil
  }

  private func hasChangedAnnotation(_ annotations: PDFObject?) -> Bool {
    guard let items = try? new.resolve(annotations ?? .null).arrayValue else { return false }
    return items.contains { changed($0) }
  }

  private mutating func judgeAnnotation(_ item: PDFObject, page: Int) throws(PDFError) {
    let kind = try new.resolve(item).dictionaryValue?["Subtype"]?.nameValue
    if let kind, Self.commentKinds.contains(kind) {
      report(.annotations, "an annotation (\(kind.text)) was added to page \(page)")
    } else {
      report(.forbidden, "an annotation (\(kind?.text ?? "of unknown kind")) was added to page \(page)")
    }
  }
}
