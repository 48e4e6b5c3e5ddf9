/// A word of the interface. Words that a later platform adds are read and kept.
public protocol Word: RawRepresentable, Codable, Hashable, Sendable where RawValue == String {
  init(rawValue: String)
}

/// One page of a list, newest first.
public struct Page<Item: Decodable & Sendable>: Decodable, Sendable {
  public let items: [Item]
  /// Asks for what follows; nil on the last page.
  public let next: String?
}

/// Every item of a list, fetched page by page while it is read.
public struct Pages<Item: Decodable & Sendable>: AsyncSequence, Sendable {
  let fetch: @Sendable (_ after: String?) async throws(HeqiClientError) -> Page<Item>

  public struct AsyncIterator: AsyncIteratorProtocol {
    let fetch: @Sendable (_ after: String?) async throws(HeqiClientError) -> Page<Item>
    var waiting: ArraySlice<Item> = []
    var after: String?
    var isAtEnd = false

    public mutating func next() async throws(HeqiClientError) -> Item? {
      // A page may be empty though others follow.
      while waiting.isEmpty, !isAtEnd {
        let page = try await fetch(after)
        waiting = page.items[...]
        after = page.next
        isAtEnd = page.next == nil
      }
      return waiting.popFirst()
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(fetch: fetch) }
}
