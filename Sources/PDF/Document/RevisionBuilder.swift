/// Merges sections into revisions and fills the index; checks what must hold between revisions.
struct RevisionBuilder {
  let fileSize: Int
  let limits: PDFLimits
  var index = CrossReferenceIndex()
  var revisions: [PDFRevision] = []
  var deviations: [PDFDeviation] = []
  /// Numbers that were ever said to lie in an object stream, by stream.
  private var members: [Int: [Int]] = [:]
  /// Members looked at so far; bounds the time spent on hostile files.
  private var work = 0

  init(fileSize: Int, limits: PDFLimits) {
    self.fileSize = fileSize
    self.limits = limits
  }

  /// `chain` is newest first, as `/Prev` leads.
  mutating func build(_ chain: [CrossReferenceSection]) throws(PDFError) {
    var groups: [[CrossReferenceSection]] = []
    var position = chain.count - 1
    while position >= 0 {
      // Oldest first; the two sections of a linearized file form one revision, main section first.
      if position == chain.count - 1, position > 0, chain[position - 1].offset < chain[position].offset {
        groups.append([chain[position], chain[position - 1]])
        position -= 2
      } else {
        var group = [chain[position]]
        // A table without a marker of its own and the hybrid section that completes it are one revision as well.
        while group[group.count - 1].closing == nil, position > 0 {
          position -= 1
          group.append(chain[position])
        }
        groups.append(group)
        position -= 1
      }
    }
    index.reserve(
      numbers: chain[0].trailer["Size"]?.integerValue.map { min(max($0, 0), fileSize / 8) } ?? 0,
      entries: chain.reduce(0) { $0 + $1.entries.count + $1.hiddenEntries.count })
    for group in groups { try add(group) }
  }

  private mutating func add(_ group: [CrossReferenceSection]) throws(PDFError) {
    let number = revisions.count
    let newest = group[group.count - 1]
    guard let closing = group[0].closing ?? newest.closing else {
      throw PDFError(.startMarkerMissing, "A revision has no closing marker.", at: newest.offset)
    }
    let size = try checkTrailer(newest)
    var listed: Set<Int> = []
    var disagreements: [Int] = []
    let isFirst = number == 0
    for section in group {
      try add(section, number, end: closing.end, size: size, isFirst: isFirst, &listed, &disagreements)
    }
    if group[0].closing == nil { disagreements += RevisionBuilder.disagreements(group[0], newest) }
    let (changed, freed) = isFirst ? ([], []) : try changes(listed, number)
    revisions.append(
      PDFRevision(
        index: number, start: revisions.last?.end ?? 0, markerEnd: closing.markerEnd,
        end: closing.end, startMarkerOffset: closing.offset, crossReferenceOffset: newest.offset,
        kind: newest.kind, trailer: newest.trailer, changedObjects: changed, freedObjects: freed,
        hybridDisagreements: disagreements.sorted(), sectionRanges: RevisionBuilder.ranges(group)))
  }

  private mutating func add(
    _ section: CrossReferenceSection, _ revision: Int, end: Int, size: Int, isFirst: Bool,
    _ listed: inout Set<Int>, _ disagreements: inout [Int]
  ) throws(PDFError) {
    // The table wins over the stream of a hybrid section, except where it calls a hidden object free (§7.5.8.4).
    for (number, entry) in section.hiddenEntries {
      try put(entry, number, revision, end: end, size: size, section.offset)
      if !isFirst { listed.insert(number) }
    }
    let hidden = section.hiddenEntries.isEmpty ? [:] : RevisionBuilder.byNumber(section.hiddenEntries)
    try checkRepetitions(section)
    for (number, entry) in section.entries {
      if !isFirst { listed.insert(number) }
      if let other = hidden[number] {
        if case .free = entry { continue }
        if other != entry { disagreements.append(number) }
      }
      try put(entry, number, revision, end: end, size: size, section.offset)
    }
  }

  /// The same number twice in one section is tolerated only when both say the same.
  private mutating func checkRepetitions(_ section: CrossReferenceSection) throws(PDFError) {
    var last = -1
    for (number, _) in section.entries {
      guard number <= last else {
        last = number
        continue
      }
      var seen: [Int: CrossReferenceEntry] = [:]
      for (number, entry) in section.entries {
        guard let other = seen.updateValue(entry, forKey: number) else { continue }
        guard other == entry else {
          throw PDFError(
            .crossReferenceInvalid, "Object \(number) is listed twice in one section.", at: section.offset)
        }
        deviations.append(PDFDeviation(kind: .repeatedEntry, offset: section.offset))
      }
      return
    }
  }

  /// Numbers that a table and the hidden entries of the section completing it put in different places.
  private static func disagreements(_ table: CrossReferenceSection, _ newer: CrossReferenceSection) -> [Int] {
    let hidden = byNumber(newer.hiddenEntries)
    return table.entries.compactMap { number, entry in
      if case .free = entry { return nil }
      guard let other = hidden[number], other != entry else { return nil }
      return number
    }
  }

  private static func byNumber(
    _ entries: [(number: Int, entry: CrossReferenceEntry)]
  ) -> [Int: CrossReferenceEntry] {
    Dictionary(entries.map { ($0.number, $0.entry) }, uniquingKeysWith: { $1 })
  }

  private mutating func put(
    _ entry: CrossReferenceEntry, _ number: Int, _ revision: Int, end: Int, size: Int, _ place: Int
  ) throws(PDFError) {
    if number >= size {
      deviations.append(PDFDeviation(kind: .entryBeyondSize, offset: place, number: number))
    }
    guard number < limits.objectCountMax else {
      throw PDFError(.limitExceeded, "An object number is above \(limits.objectCountMax).", at: place)
    }
    switch entry {
    case .free: break
    case .offset(0, _):
      deviations.append(PDFDeviation(kind: .offsetZero, offset: place, number: number))
      index.add(.free(generation: 65535), number: number, revision: revision)
      return
    case .offset(let offset, _):
      guard offset < end else {
        throw PDFError(
          .entryOutsideRevision, "Object \(number) is said to lie behind the revision that lists it.", at: place)
      }
    case .compressed(let stream, _):
      guard stream > 0, stream < limits.objectCountMax, stream != number else {
        throw PDFError(.crossReferenceInvalid, "Object \(number) names a bad object stream.", at: place)
      }
      members[stream, default: []].append(number)
    }
    if number == 0, case .free = entry {
    } else if number == 0 {
      throw PDFError(.crossReferenceInvalid, "Object 0 must be free.", at: place)
    }
    index.add(entry, number: number, revision: revision)
  }

  private func checkTrailer(_ section: CrossReferenceSection) throws(PDFError) -> Int {
    let trailer = section.trailer
    guard let size = trailer["Size"]?.integerValue, size > 0, size <= limits.objectCountMax else {
      throw PDFError(.trailerInvalid, "The trailer has no usable /Size.", at: section.offset)
    }
    guard trailer["Root"]?.referenceValue != nil else {
      throw PDFError(.trailerInvalid, "The trailer has no /Root reference.", at: section.offset)
    }
    // Some producers count anew with each save; only a size that hides an object in use makes two documents of one.
    if let previous = revisions.last?.trailer["Size"]?.integerValue, size < previous, isInUse(from: size) {
      throw PDFError(.sizeShrunk, "/Size is smaller than in the revision before.", at: section.offset)
    }
    return size
  }

  private func isInUse(from number: Int) -> Bool {
    (number..<max(number, index.numberLimit)).contains { number in
      switch index.entry(number, at: Int.max) {
      case .free?, nil: false
      default: true
      }
    }
  }

  /// Numbers whose meaning differs from the revision before, and those of them that became free.
  private mutating func changes(
    _ listed: Set<Int>, _ revision: Int
  ) throws(PDFError) -> (changed: [Int], freed: [Int]) {
    var changed: Set<Int> = []
    var freed: [Int] = []
    for number in listed {
      let old = index.entry(number, at: revision - 1)
      let new = index.entry(number, at: revision)
      guard old != new else { continue }
      switch (old, new) {
      case (nil, .free?), (.free?, .free?): continue
      case (_, .free?): freed.append(number)
      default: break
      }
      changed.insert(number)
    }
    // Objects in a rewritten object stream change with it although their own entries stay the same.
    for stream in Array(changed) {
      guard let inside = members[stream] else { continue }
      work += inside.count
      guard work <= 4 * limits.objectCountMax else {
        throw PDFError(.limitExceeded, "Object streams are rewritten too often.")
      }
      for number in inside {
        if case .compressed(stream, _) = index.entry(number, at: revision) { changed.insert(number) }
      }
    }
    return (changed.sorted(), freed.sorted())
  }

  private static func ranges(_ group: [CrossReferenceSection]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    for section in group {
      result.append(contentsOf: section.streamRanges)
      if section.kind != .stream { result.append(section.offset..<section.end) }
      if let closing = section.closing { result.append(closing.offset..<closing.markerEnd) }
    }
    return result.sorted { $0.lowerBound < $1.lowerBound }
  }
}
