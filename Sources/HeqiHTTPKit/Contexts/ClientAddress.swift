/// A block of IP addresses such as `10.0.0.0/8` or `::1` (RFC 4632, RFC 4291 §2.3).
package struct AddressBlock: Sendable, Equatable {
  private let bytes: [UInt8]
  private let prefixBits: Int

  /// `nil` if `text` is not an address with an optional prefix length.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let bytes = IPAddress.bytes(String(first)) else { return nil }
    self.bytes = bytes
    if parts.count == 2 {
      guard let bits = Int(parts[1]), (0...bytes.count * 8).contains(bits) else { return nil }
      prefixBits = bits
    } else {
      prefixBits = bytes.count * 8
    }
  }

  /// Whether the address lies in the block; false for text that is no address.
  package func contains(_ address: String) -> Bool {
    guard let other = IPAddress.bytes(address), other.count == bytes.count else { return false }
    for index in 0..<bytes.count {
      let rest = prefixBits - index * 8
      if rest <= 0 { return true }
      let mask: UInt8 = rest >= 8 ? 0xFF : ~(0xFF >> UInt8(rest))
      if bytes[index] & mask != other[index] & mask { return false }
    }
    return true
  }
}

/// Text forms of IP addresses.
package enum IPAddress {
  /// 4 or 16 bytes in network order; IPv4-mapped IPv6 becomes 4 bytes. `nil` for anything else.
  package static func bytes(_ text: String) -> [UInt8]? {
    if text.utf8.count > 45 { return nil }
    return text.contains(":") ? version6(text) : version4(text[...])
  }

  private static func version4(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bytes: [UInt8] = []
    for part in parts {
      guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (48...57).contains($0) }), let byte = UInt8(part) else {
        return nil
      }
      bytes.append(byte)
    }
    return bytes
  }

  private static func version6(_ text: String) -> [UInt8]? {
    guard !text.contains(":::") else { return nil }
    if let gap = firstGap(text) {
      let left = text[..<gap].isEmpty ? [] : groups(text[..<gap])
      let after = text[text.index(gap, offsetBy: 2)...]
      let right = after.isEmpty ? [] : groups(after)
      guard let left, let right, left.count + right.count <= 14 else { return nil }
      return mapped(left + Array(repeating: 0, count: 16 - left.count - right.count) + right)
    }
    guard let all = groups(text[...]), all.count == 16 else { return nil }
    return mapped(all)
  }

  private static func firstGap(_ text: String) -> String.Index? {
    var previous: String.Index?
    for index in text.indices {
      if text[index] == ":", let before = previous, text[before] == ":" { return before }
      previous = index
    }
    return nil
  }

  private static func groups(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    var bytes: [UInt8] = []
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, part.contains("."), let tail = version4(part) {
        bytes += tail
        continue
      }
      guard (1...4).contains(part.utf8.count), let group = UInt16(part, radix: 16), !part.contains("+") else { return nil }
      bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
    }
    return bytes
  }

  private static func mapped(_ bytes: [UInt8]) -> [UInt8] {
    let prefix: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    return Array(bytes.prefix(12)) == prefix ? Array(bytes.suffix(4)) : bytes
  }
}

/// Finds the client behind proxies that the operator has named (B-12); nobody else's header is believed.
package struct ClientAddress: Sendable {
  package let trustedProxies: [AddressBlock]

  package init(trustedProxies: [AddressBlock]) { self.trustedProxies = trustedProxies }

  /// The nearest address that is not a trusted proxy, reading `X-Forwarded-For` from its right end. At most 20
  /// entries are looked at; text that is no address stops the walk.
  package func resolve(peer: String?, forwardedFor: String?) -> String {
    guard let peer else { return "" }
    guard isTrusted(peer), let forwardedFor else { return peer }
    var client = peer
    for entry in forwardedFor.split(separator: ",").reversed().prefix(20) {
      let address = String(entry.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      guard IPAddress.bytes(address) != nil else { return client }
      client = address
      if !isTrusted(address) { return client }
    }
    return client
  }

  /// Whether `X-Forwarded-*` of this peer counts.
  package func isTrusted(_ address: String) -> Bool { trustedProxies.contains { $0.contains(address) } }
}
