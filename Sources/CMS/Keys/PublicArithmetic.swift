/// Arithmetic modulo an odd number, for verifying signatures with keys the crypto library does not know. Every operand
/// is public (keys, signatures, digests), so nothing here runs in constant time and nothing here may ever see a secret.
///
/// Numbers are little-endian 64-bit limbs, as many as the modulus has; values in Montgomery form are named `form`.
struct PublicModulus: Sendable {
  /// Limbs of one modulus: RSA keys up to 16,384 bits.
  static let limbCountMax = 256

  let limbs: [UInt64]
  let bitCount: Int
  /// −m⁻¹ modulo 2⁶⁴.
  private let inverse: UInt64
  /// R² modulo m, with R = 2^(64 · limbs).
  private let square: [UInt64]
  /// R modulo m: the form of 1.
  let one: [UInt64]

  /// Reads big-endian octets; nil for an even, a tiny or an oversized modulus.
  init?(_ octets: some Collection<UInt8>) {
    let trimmed = Array(octets.drop { $0 == 0 })
    let count = (trimmed.count + 7) / 8
    guard let last = trimmed.last, last & 1 == 1, trimmed.count > 1 || last > 2, count <= Self.limbCountMax,
      let limbs = Self.limbs(trimmed, count: count)
    else { return nil }
    self.limbs = limbs
    bitCount = count * 64 - limbs[count - 1].leadingZeroBitCount
    var guess: UInt64 = 1
    for _ in 0..<6 { guess = guess &* (2 &- limbs[0] &* guess) }
    inverse = 0 &- guess
    var power = [UInt64](repeating: 0, count: count)
    power[0] = 1
    var first: [UInt64] = []
    for step in 0..<(128 * count) {
      if step == 64 * count { first = power }
      power = Self.sum(power, power, limbs)
    }
    one = first
    square = power
  }

  /// Big-endian octets as `count` limbs; nil when they do not fit.
  static func limbs(_ octets: some Collection<UInt8>, count: Int) -> [UInt64]? {
    let trimmed = Array(octets.drop { $0 == 0 })
    guard trimmed.count <= count * 8 else { return nil }
    var limbs = [UInt64](repeating: 0, count: count)
    for (index, octet) in trimmed.reversed().enumerated() { limbs[index / 8] |= UInt64(octet) << UInt64(index % 8 * 8) }
    return limbs
  }

  /// Limbs as `count` big-endian octets; the number must fit.
  static func octets(_ limbs: [UInt64], count: Int) -> [UInt8] {
    (0..<count).reversed().map { index in
      index / 8 < limbs.count ? UInt8(truncatingIfNeeded: limbs[index / 8] >> UInt64(index % 8 * 8)) : 0
    }
  }

  static func isLess(_ left: [UInt64], _ right: [UInt64]) -> Bool {
    for index in left.indices.reversed() where left[index] != right[index] { return left[index] < right[index] }
    return false
  }

  static func isZero(_ value: [UInt64]) -> Bool { value.allSatisfy { $0 == 0 } }

  private static func subtracting(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
    var out = left
    var borrow: UInt64 = 0
    for index in out.indices {
      let (first, one) = left[index].subtractingReportingOverflow(right[index])
      let (second, two) = first.subtractingReportingOverflow(borrow)
      out[index] = second
      borrow = one || two ? 1 : 0
    }
    return out
  }

  private static func sum(_ left: [UInt64], _ right: [UInt64], _ modulus: [UInt64]) -> [UInt64] {
    var out = left
    var carry: UInt64 = 0
    for index in out.indices {
      let (first, one) = left[index].addingReportingOverflow(right[index])
      let (second, two) = first.addingReportingOverflow(carry)
      out[index] = second
      carry = one || two ? 1 : 0
    }
    return carry != 0 || !isLess(out, modulus) ? subtracting(out, modulus) : out
  }

  private static func wrappedSum(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
    var out = left
    var carry: UInt64 = 0
    for index in out.indices {
      let (first, one) = left[index].addingReportingOverflow(right[index])
      let (second, two) = first.addingReportingOverflow(carry)
      out[index] = second
      carry = one || two ? 1 : 0
    }
    return out
  }

  func adding(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] { Self.sum(left, right, limbs) }

  func subtracting(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
    let difference = Self.subtracting(left, right)
    // A borrow wraps modulo R; adding m wraps back.
    return Self.isLess(left, right) ? Self.wrappedSum(difference, limbs) : difference
  }

  /// The Montgomery product left · right / R (Koç, coarsely integrated operand scanning).
  func product(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
    let count = limbs.count
    var out = [UInt64](repeating: 0, count: count)
    var top: UInt64 = 0
    for outer in 0..<count {
      var carry: UInt64 = 0
      for inner in 0..<count {
        (carry, out[inner]) = Self.fused(left[inner], right[outer], out[inner], carry)
      }
      let (high, overflow) = top.addingReportingOverflow(carry)
      let factor = out[0] &* inverse
      (carry, _) = Self.fused(factor, limbs[0], out[0], 0)
      for inner in 1..<max(count, 1) {
        (carry, out[inner - 1]) = Self.fused(factor, limbs[inner], out[inner], carry)
      }
      let (last, more) = high.addingReportingOverflow(carry)
      out[count - 1] = last
      top = (overflow ? 1 : 0) + (more ? 1 : 0)
    }
    return top != 0 || !Self.isLess(out, limbs) ? Self.subtracting(out, limbs) : out
  }

  /// a · b + c + d as two limbs.
  @inline(__always)
  private static func fused(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) -> (high: UInt64, low: UInt64) {
    var (high, low) = a.multipliedFullWidth(by: b)
    let (first, one) = low.addingReportingOverflow(c)
    let (second, two) = first.addingReportingOverflow(d)
    high &+= (one ? 1 : 0) + (two ? 1 : 0)
    low = second
    return (high, low)
  }

  func form(_ value: [UInt64]) -> [UInt64] { product(value, square) }

  func value(_ form: [UInt64]) -> [UInt64] {
    var unit = [UInt64](repeating: 0, count: limbs.count)
    unit[0] = 1
    return product(form, unit)
  }

  /// `base` (a form) to the power of a number, as a form.
  func power(_ base: [UInt64], _ exponent: [UInt64]) -> [UInt64] {
    var out = one
    var isStarted = false
    for limb in exponent.reversed() {
      for bit in (0..<64).reversed() {
        if isStarted { out = product(out, out) }
        if limb >> UInt64(bit) & 1 == 1 {
          out = isStarted ? product(out, base) : base
          isStarted = true
        }
      }
    }
    return out
  }

  /// The inverse of a form; the modulus must be prime.
  func inverted(_ form: [UInt64]) -> [UInt64] {
    var two = [UInt64](repeating: 0, count: limbs.count)
    two[0] = 2
    return power(form, Self.subtracting(limbs, two))
  }

  /// Any number of octets reduced modulo m.
  func reduced(_ octets: some Collection<UInt8>) -> [UInt64] {
    var out = [UInt64](repeating: 0, count: limbs.count)
    for octet in octets {
      for bit in (0..<8).reversed() {
        out = Self.sum(out, out, limbs)
        if octet >> UInt8(bit) & 1 == 1 {
          var unit = [UInt64](repeating: 0, count: limbs.count)
          unit[0] = 1
          out = Self.sum(out, unit, limbs)
        }
      }
    }
    return out
  }

  /// The leftmost bits of a digest as a number modulo m (FIPS 186-5 §6.4.2).
  func leftmost(_ digest: [UInt8]) -> [UInt64] {
    let kept = Array(digest.prefix((bitCount + 7) / 8))
    let excess = kept.count * 8 - bitCount
    guard excess > 0 else { return reduced(kept) }
    var shifted = kept
    for index in kept.indices.reversed() {
      shifted[index] = kept[index] >> UInt8(excess) | (index > 0 ? kept[index - 1] << UInt8(8 - excess) : 0)
    }
    return reduced(shifted)
  }
}
