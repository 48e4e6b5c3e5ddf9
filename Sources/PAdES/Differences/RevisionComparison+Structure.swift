internal import PDF

/// Additions that a new signature field brings along: in the structure tree of a tagged file (ISO 32000-2 §14.7), and
/// in the parent nodes of hierarchical field names (§12.7.4.2).
extension RevisionComparison {
  private static let structureWays: Set<PDFName> = ["StructTreeRoot", "ParentTree", "K", "P", "Kids", "Nums", "Parent"]

  /// Whether an object of the structure tree only gained entries for new signature widgets.
  func isStructureGrowth(_ number: Int) throws(PDFError) -> Bool {
    guard isUnder(Self.structureWays, referrers[number] ?? []) else { return false }
    let left = try Self.object(number, in: old), right = try Self.object(number, in: new)
    if let left = left.arrayValue, let right = right.arrayValue { return try isStructureArrayGrowth(left, right) }
    guard let left = left.dictionaryValue, let right = right.dictionaryValue else { return false }
    let isRoot = left.isType("StructTreeRoot")
    let isNode = left["Nums"] != nil && left["Type"] == nil
    guard isRoot || isNode || (left["S"] != nil && left["P"] != nil) else { return false }
    for key in Set(left.keys + right.keys) where !isSame(left[key], right[key]) {
      switch key {
      case "K":
        let (was, now) = (try old.resolve(left[key] ?? .null), try new.resolve(right[key] ?? .null))
        let items = was.arrayValue ?? (was.isNull ? [] : [left[key] ?? .null])
        guard try isStructureArrayGrowth(items, now.arrayValue ?? [right[key] ?? .null]) else { return false }
      case "Nums" where isNode:
        let (was, now) = (try old.array("Nums", of: left) ?? [], try new.array("Nums", of: right) ?? [])
        guard try isStructureArrayGrowth(was, now) else { return false }
      case "Limits" where isNode, "ParentTreeNextKey" where isRoot: continue
      case "ParentTree" where isRoot:
        guard try isParentTreeGrowth(left[key], right[key]) else { return false }
      default: return false
      }
    }
    return true
  }

  private func isParentTreeGrowth(_ before: PDFObject?, _ after: PDFObject?) throws(PDFError) -> Bool {
    let left = try old.resolve(before ?? .null).dictionaryValue ?? PDFDictionary()
    guard let right = try new.resolve(after ?? .null).dictionaryValue else { return false }
    for key in Set(left.keys + right.keys) where key != "Nums" && key != "Limits" {
      if !isSame(left[key], right[key]) { return false }
    }
    return try isStructureArrayGrowth(try old.array("Nums", of: left) ?? [], try new.array("Nums", of: right) ?? [])
  }

  /// Old items stay in order; what comes is a key of a number tree, or a new element for a new signature widget.
  private func isStructureArrayGrowth(_ left: [PDFObject], _ right: [PDFObject]) throws(PDFError) -> Bool {
    guard let added = Self.additions(left, right) else { return false }
    for item in added {
      if item.integerValue != nil { continue }
      guard let reference = item.referenceValue, old.reference(toNumber: reference.number) == nil,
        try standsForWidget(item, depth: 0)
      else { return false }
    }
    return true
  }

  private func standsForWidget(_ item: PDFObject, depth: Int) throws(PDFError) -> Bool {
    guard depth < 4, let dictionary = try new.resolve(item).dictionaryValue, dictionary["ActualText"] == nil else {
      return false
    }
    if dictionary.isType("OBJR") {
      guard let target = dictionary["Obj"]?.referenceValue else { return false }
      return after.fields.contains { $0.isSignature && ($0.reference == target || $0.widgets.contains(target)) }
    }
    let kids = try new.value("K", of: dictionary) ?? .null
    if kids.isNull { return true }
    for kid in kids.arrayValue ?? [kids] {
      if try !standsForWidget(kid, depth: depth + 1) { return false }
    }
    return true
  }

  /// Whether a field that only groups others (or its array of kids) gained kids; the kids are judged as new fields.
  func isFieldNodeGrowth(_ number: Int) throws(PDFError) -> Bool {
    guard isUnder(["Fields", "Kids", "Parent"], referrers[number] ?? []) else { return false }
    let left = try Self.object(number, in: old), right = try Self.object(number, in: new)
    if let left = left.arrayValue, let right = right.arrayValue { return Self.additions(left, right) != nil }
    guard let left = left.dictionaryValue, let right = right.dictionaryValue, left["T"] != nil,
      left["Type"] == nil || left["Subtype"] == nil
    else { return false }
    for key in Set(left.keys + right.keys) where key != "Kids" && !isSame(left[key], right[key]) { return false }
    let (was, now) = (try old.array("Kids", of: left) ?? [], try new.array("Kids", of: right) ?? [])
    return Self.additions(was, now) != nil
  }
}
