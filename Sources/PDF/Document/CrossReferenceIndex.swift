/// Every entry of every revision: one dense table of newest entries, older ones linked behind them.
struct CrossReferenceIndex {
  private struct Record {
    let entry: CrossReferenceEntry
    let number: Int32
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

  /// The entries that `revision` itself lists. O(log entries + result).
  func listed(in revision: Int) -> [(number: Int, entry: CrossReferenceEntry)] {
    records[first(Int32(revision))..<first(Int32(revision) + 1)].map { (Int($0.number), $0.entry) }
  }

  /// The first record of `revision` or a later one; records are kept in that order.
  private func first(_ revision: Int32) -> Int {
    var (low, high) = (0, records.count)
    while low < high {
      let middle = (low + high) / 2
      if records[middle].revision < revision { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Adds an entry of `revision`; revisions must come oldest first. A second one for the same number replaces it.
  mutating func add(_ entry: CrossReferenceEntry, number: Int, revision: Int) {
    if number >= heads.count {
      heads.append(contentsOf: repeatElement(-1, count: number + 1 - heads.count))
    }
    let head = heads[number]
    if head >= 0, records[Int(head)].revision == revision {
      records[Int(head)] = Record(
        entry: entry, number: Int32(number), revision: Int32(revision), older: records[Int(head)].older)
      return
    }
    heads[number] = Int32(records.count)
    records.append(Record(entry: entry, number: Int32(number), revision: Int32(revision), older: head))
  }

  mutating func reserve(numbers: Int, entries: Int) {
    heads.reserveCapacity(numbers)
    records.reserveCapacity(entries)
  }
}
