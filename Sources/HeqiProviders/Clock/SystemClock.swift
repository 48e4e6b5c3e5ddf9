internal import FoundationEssentials
package import HeqiDomain
internal import HeqiPorts

/// The clock of the machine, disciplined by the operating system (NTP).
package struct SystemClock: WallClock {
  package init() {}
  package var now: Instant { Instant(microseconds: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded(.down))) }
}

/// The operating system's random source.
package struct SystemRandom: RandomSource {
  package init() {}

  package func bytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 8)
    while bytes.count < count {
      withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) }
    }
    return Array(bytes.prefix(count))
  }
}
