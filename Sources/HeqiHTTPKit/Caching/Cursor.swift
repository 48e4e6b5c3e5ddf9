import HeqiDomain

/// Where a keyset page ended: the sort values of its last row, opaque to clients.
package struct Cursor: Sendable, Equatable {
  /// At most 4 values of at most 128 bytes each.
  package let values: [String]

  package init(_ values: [String]) { self.values = values }

  /// Reads what `text` wrote; `nil` for anything else, so that a tampered cursor means the first page.
  package init?(text: String?) {
    guard let text, text.utf8.count <= 2048, let bytes = Hex.decode(text) else { return nil }
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: "\u{1F}", omittingEmptySubsequences: false)
    guard (1...4).contains(parts.count), parts.allSatisfy({ $0.utf8.count <= 128 }) else { return nil }
    values = parts.map(String.init)
  }

  /// Hexadecimal text for a query.
  package var text: String { Hex.encode(Array(values.joined(separator: "\u{1F}").utf8)) }
}
