/// A dictionary object that keeps the order of its keys (ISO 32000-2 §7.3.7).
public struct PDFDictionary: Sendable, ExpressibleByDictionaryLiteral {
  /// One key with its value.
  public struct Entry: Sendable, Equatable {
    /// The key.
    public let key: PDFName
    /// The value; `.null` means the same as an absent key.
    public var value: PDFObject
  }

  /// The entries in file order, null values included.
  public private(set) var entries: [Entry]

  /// An empty dictionary.
  public init() { entries = [] }
  /// Entries whose keys the caller knows to be distinct.
  init(distinct entries: [Entry]) { self.entries = entries }

  public init(dictionaryLiteral elements: (PDFName, PDFObject)...) {
    entries = []
    entries.reserveCapacity(elements.count)
    for (key, value) in elements { self[key] = value }
  }

  /// The value under `key`; nil when absent or null. Setting nil removes the key. O(keys).
  public subscript(_ key: PDFName) -> PDFObject? {
    get {
      for entry in entries where entry.key == key {
        return entry.value.isNull ? nil : entry.value
      }
      return nil
    }
    set {
      if let index = entries.firstIndex(where: { $0.key == key }) {
        if let newValue { entries[index].value = newValue } else { entries.remove(at: index) }
      } else if let newValue {
        entries.append(Entry(key: key, value: newValue))
      }
    }
  }

  /// The keys in file order.
  public var keys: [PDFName] { entries.map(\.key) }
  /// Whether there are no entries.
  public var isEmpty: Bool { entries.isEmpty }
  /// The number of entries, null values included.
  public var count: Int { entries.count }
  /// Whether `/Type` is this name.
  public func isType(_ name: PDFName) -> Bool { self["Type"]?.nameValue == name }
}

extension PDFDictionary: Equatable {
  /// Equal when the same keys have equal values, whatever their order; null equals absent.
  public static func == (left: PDFDictionary, right: PDFDictionary) -> Bool {
    if left.entries == right.entries { return true }
    let mine = left.entries.filter { !$0.value.isNull }
    let theirs = right.entries.filter { !$0.value.isNull }
    guard mine.count == theirs.count else { return false }
    var values: [PDFName: PDFObject] = [:]
    for entry in theirs { values[entry.key] = entry.value }
    for entry in mine {
      guard let other = values[entry.key], other == entry.value else { return false }
    }
    return true
  }
}
