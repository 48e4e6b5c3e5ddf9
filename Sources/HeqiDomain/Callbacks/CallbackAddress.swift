/// An `http(s)` address taken apart once, so that the checker and the caller cannot read it differently (drill 28).
package struct CallbackAddress: Equatable, Sendable {
  package let isSecure: Bool
  /// In lower case, IPv6 without brackets.
  package let host: String
  package let port: Int
  /// The address to call, with its host in lower case.
  package let text: String

  /// Callbacks to one endpoint share a bulkhead.
  package var endpoint: String { "\(host):\(port)" }
  /// `host[:port]` as the `Host` header says it.
  package var authority: String { String(text.dropFirst(schemeLength).prefix { $0 != "/" && $0 != "?" }) }
  /// Path and query of the request line, `/` at least.
  package var target: String {
    let rest = text.dropFirst(schemeLength + authority.count)
    return rest.hasPrefix("/") ? String(rest) : "/" + rest
  }
  private var schemeLength: Int { isSecure ? 8 : 7 }

  /// nil for anything but `http(s)://host[:port][/path][?query]` in visible ASCII: no user, no fragment, no escapes in
  /// the host.
  package init?(_ text: String) {
    guard text.utf8.count <= 1024, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }), !text.contains("\\"), !text.contains("#")
    else { return nil }
    let lower = text.lowercased()
    guard lower.hasPrefix("https://") || lower.hasPrefix("http://") else { return nil }
    isSecure = lower.hasPrefix("https://")
    let rest = text.dropFirst(isSecure ? 8 : 7)
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    let authority = rest[..<end].lowercased()
    var port: Substring?
    if authority.hasPrefix("[") {
      guard let close = authority.firstIndex(of: "]") else { return nil }
      host = String(authority[authority.index(after: authority.startIndex)..<close])
      let tail = authority[authority.index(after: close)...]
      guard tail.isEmpty || tail.hasPrefix(":") else { return nil }
      if !tail.isEmpty { port = tail.dropFirst() }
      guard host.contains(":"), host.utf8.allSatisfy({ "0123456789abcdef:.".utf8.contains($0) }) else { return nil }
    } else {
      let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count <= 2, let name = parts.first else { return nil }
      host = String(name)
      if parts.count == 2 { port = parts[1] }
      guard !host.isEmpty, host.utf8.allSatisfy({ "0123456789abcdefghijklmnopqrstuvwxyz-._".utf8.contains($0) }) else { return nil }
    }
    if let port {
      guard port.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(port), (1...65_535).contains(number) else { return nil }
      self.port = number
    } else {
      self.port = isSecure ? 443 : 80
    }
    self.text = (isSecure ? "https://" : "http://") + authority + rest[end...]
  }
}

/// Which network addresses lie in the public internet (drill 28).
package enum PublicNetwork {
  private static let closed4: [(UInt32, UInt32)] = [
    (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16), (0xAC10_0000, 12),
    (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xC633_6400, 24),
    (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
  ]

  /// - Parameter bytes: 4 or 16 in network order. False for loopback, private, shared (CGNAT), link-local, unique-local,
  ///   multicast, documentation and reserved addresses, and for IPv6 forms that hide an IPv4 address.
  package static func contains(_ bytes: [UInt8]) -> Bool {
    switch bytes.count {
    case 4:
      let address = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      return !closed4.contains { block, bits in (address ^ block) >> (32 - bits) == 0 }
    case 16:
      // Only 2000::/3 is given out; of it not 2001::/23 (Teredo and others), 2001:db8::/32 and 2002::/16 (6to4).
      guard bytes[0] & 0xE0 == 0x20 else { return false }
      let head = bytes[..<4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      return head >> 9 != 0x2001_0000 >> 9 && head != 0x2001_0DB8 && head >> 16 != 0x2002
    default: return false
    }
  }
}
