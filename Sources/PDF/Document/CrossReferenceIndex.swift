/// Every entry of every revision: one dense table of newest entries, older ones linked behind them.
struct CrossReferenceIndex {
  private struct Record {
    let entry: CrossReferenceEntry
    let revision: Int32
    let older: Int32
  }
  private var heads: [Int32] = []
  private var records: [Record] = []

  /// One past the highest object number listed anywhere.
  var numberLimit: Int { heads.count }

  /// The entry of `number` as of `revision`; nil when it was never listed. O(revisions that touched it).
  func entry(_ number: Int, at revision: Int) -> CrossReferenceEntry? {
    guard number >= 0, number < heads.count else { return nil }
    var index = heads[number]
    while index >= 0 {
      let record = records[Int(index)]
      if record.revision <= revision { return record.entry }
      index = record.older
    }
    return nil
  }

  /// Whether `revision` itself lists `number`.
  func lists(_ number: Int, in revision: Int) -> Bool {
    guard number >= 0, number < heads.count else { return false }
    var index = heads[number]
    while index >= 0 {
      let record = records[Int(index)]
      if record.revision == revision { return true }
      if record.revision < revision { return false }
      index = record.older
    }
    return false
  }

  /// Adds an entry of `revision`; revisions must come oldest first. A second one for the same number replaces it.
  mutating func add(_ entry: CrossReferenceEntry, number: Int, revision: Int) {
    if number >= heads.count {
      heads.append(contentsOf: repeatElement(-1, count: number + 1 - heads.count))
    }
    let head = heads[number]
    if head >= 0, records[Int(head)].revision == revision {
      records[Int(head)] = Record(entry: entry, revision: Int32(revision), older: records[Int(head)].older)
      return
    }
    heads[number] = Int32(records.count)
    records.append(Record(entry: entry, revision: Int32(revision), older: head))
  }

  mutating func reserve(numbers: Int, entries: Int) {
    heads.reserveCapacity(numbers)
    records.reserveCapacity(entries)
  }
}
