internal import PDF

extension RevisionComparison {
  /// Annotation kinds that a P=3 certification lets a person add: what viewers draw in their own way, with no look
  /// brought along that could cover or add text (A7, annotation level; A8, evil annotation).
  private static let commentKinds: Set<PDFName> = ["Text", "Popup", "Highlight", "Underline", "Squiggly", "StrikeOut"]

  /// Pages may gain the widgets of new signature fields in `/Annots`; every other key stays.
  mutating func comparePages() throws(PDFError) {
    guard try arePagesTouched() else { return }
    let oldPages = try old.pages(), newPages = try new.pages()
    guard oldPages.map(\.reference) == newPages.map(\.reference) else {
      report(.forbidden, "pages were added, removed or reordered")
      return
    }
    let fields = Set(after.fields.filter(\.isSignature).flatMap { [$0.reference].compactMap { $0 } + $0.widgets })
    for (left, right) in zip(oldPages, newPages) {
      let pageChanged = changedNumbers.contains(right.reference.number)
      guard pageChanged || changed(right.dictionary["Annots"]) else { continue }
      if pageChanged {
        explain(right.reference, .any)
        for key in Set(left.dictionary.keys + right.dictionary.keys) where key != "Annots" && key != "Tabs" {
          if !isSame(left.dictionary[key], right.dictionary[key]), !Self.isWrittenOut(key, left, right) {
            report(.forbidden, "/\(key.text) of page \(right.index + 1) changed")
          }
        }
      }
      try compareAnnotations(left.dictionary["Annots"], right.dictionary["Annots"], page: right.index + 1, fields)
    }
  }

  /// Whether `right` only writes down what `left` inherited from the page tree (§7.7.3.4), as some producers do with
  /// every page they touch.
  private static func isWrittenOut(_ key: PDFName, _ left: PDFPage, _ right: PDFPage) -> Bool {
    guard left.dictionary[key] == nil else { return false }
    switch key {
    case "MediaBox": return left.mediaBox == right.mediaBox && left.cropBox == right.cropBox
    case "CropBox": return left.cropBox == right.cropBox
    case "Rotate": return left.rotate == right.rotate
    case "Resources": return left.resources == right.resources
    default: return false
    }
  }

  private mutating func compareAnnotations(
    _ before: PDFObject?, _ after: PDFObject?, page: Int, _ fields: Set<PDFReference>
  ) throws(PDFError) {
    let left = try old.resolve(before ?? .null), right = try new.resolve(after ?? .null)
    guard left.isNull || left.arrayValue != nil, right.isNull || right.arrayValue != nil else {
      if !isSame(before, after) || changed(after) {
        report(.forbidden, "/Annots of page \(page) changed and is no array")
      }
      return
    }
    explain(after?.referenceValue, .keys(["Annots"]))
    guard let added = Self.additions(left.arrayValue ?? [], right.arrayValue ?? []) else {
      report(.forbidden, "an annotation of page \(page) was removed or reordered")
      return
    }
    for item in added {
      if let reference = item.referenceValue, fields.contains(reference) { continue }
      try judgeAnnotation(item, page: page)
    }
  }

  /// Pages can only differ when an object changed that a page tree leads to: the changed number was a page, a node or
  /// an annotation array, which the catalog, a `/Kids` or an `/Annots` names.
  private func arePagesTouched() throws(PDFError) -> Bool {
    if census.isPartial || before.catalog["Pages"] != after.catalog["Pages"] { return true }
    return referrers.values.contains { places in
      places.contains { place in
        guard let last = place.last else { return true }
        return last == "Pages" || last == "Kids" || last == "Annots" || last == "Parent" || last == "P"
      }
    }
  }

  private mutating func judgeAnnotation(_ item: PDFObject, page: Int) throws(PDFError) {
    let dictionary = try new.resolve(item).dictionaryValue ?? PDFDictionary()
    let kind = try new.value("Subtype", of: dictionary)?.nameValue
    let drawsNothing = dictionary["AP"] == nil || kind == "Popup"
    let acts = dictionary["A"] != nil || dictionary["AA"] != nil
    if let kind, Self.commentKinds.contains(kind), drawsNothing, !acts {
      report(.annotations, "an annotation (\(kind.text)) was added to page \(page)")
    } else {
      report(.forbidden, "an annotation (\(kind?.text ?? "of unknown kind")) was added to page \(page)")
    }
  }
}
