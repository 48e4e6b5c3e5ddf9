internal import PDF

/// Objects that belong to one replaceable place only: appearance streams with their resources, metadata, validation
/// data. They may be overwritten in place or freed, as the place itself may be.
extension RevisionComparison {
  /// Objects climbed through on the way up from one changed object; honest appearances need a handful.
  private static let climbMax = 10_000

  /// What replacing the content of each place means.
  func replaceableSlots() throws(PDFError) -> [Slot: [RevisionChange]] {
    var slots: [Slot: [RevisionChange]] = [:]
    let root = old.catalogReference?.number ?? 0
    slots[Slot(owner: 0, key: "Info")] = [RevisionChange(.archival, "document information")]
    slots[Slot(owner: root, key: "Metadata")] = [RevisionChange(.archival, "XMP metadata")]
    slots[Slot(owner: root, key: "DSS")] = [RevisionChange(.archival, "validation data")]
    for field in before.fields where try SignedField(field, in: old) == nil {
      let change = RevisionChange(
        .formFilling, "the appearance of a field was rewritten", field: field.name,
        place: field.isSignature ? .other : .entry)
      for number in Set(([field.reference].compactMap { $0 } + field.widgets).map(\.number)) {
        for key: PDFName in ["AP", "V", "RV"] { slots[Slot(owner: number, key: key), default: []].append(change) }
      }
    }
    return slots
  }

  /// The places that alone lead to `number`; `nil` when anything else leads there too.
  func ownership(of number: Int, _ slots: [Slot: [RevisionChange]]) -> [RevisionChange]? {
    if census.isPartial { return nil }
    var found: [RevisionChange] = []
    var visited: Set<Int> = [number]
    var level: Set<Int> = [number]
    while !level.isEmpty {
      let places = census.referrers(of: level)
      var next: Set<Int> = []
      for target in level {
        for place in places[target] ?? [] {
          if let key = place.top, let changes = slots[Slot(owner: place.owner, key: key)] {
            for change in changes where !found.contains(change) { found.append(change) }
          } else if place.owner == 0 {
            return nil
          } else if visited.insert(place.owner).inserted {
            next.insert(place.owner)
          }
        }
      }
      if visited.count > Self.climbMax { return nil }
      level = next
    }
    return found.isEmpty ? nil : found
  }
}
