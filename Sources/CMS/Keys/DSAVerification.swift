/// DSA (FIPS 186-4 §4.7), which old signatures still carry; verified and never produced.
struct DSAVerification: Sendable {
  private let field: PublicModulus
  private let order: PublicModulus
  private let base: [UInt64]
  private let key: [UInt64]
  /// Length of the prime in bits.
  var bitCount: Int { field.bitCount }

  /// Reads Dss-Parms and the public number (RFC 3279 §2.3.2); nil when they are unusable.
  init?(parameters: DERNode?, publicKey octets: [UInt8]) {
    guard let parameters, var fields = try? parameters.children(DERTag.sequence),
      let p = try? fields.required(DERTag.integer, "p").integerBytes(), let field = PublicModulus(p),
      let q = try? fields.required(DERTag.integer, "q").integerBytes(), let order = PublicModulus(q),
      let g = try? fields.required(DERTag.integer, "g").integerBytes(), field.bitCount <= 8192, order.bitCount >= 160,
      let node = try? DERNode(octets), let y = try? node.integerBytes(),
      let base = PublicModulus.limbs(g, count: field.limbs.count),
      let key = PublicModulus.limbs(y, count: field.limbs.count), PublicModulus.isLess(base, field.limbs),
      PublicModulus.isLess(key, field.limbs), !PublicModulus.isZero(key), !PublicModulus.isZero(base)
    else { return nil }
    self.field = field
    self.order = order
    self.base = field.form(base)
    self.key = field.form(key)
  }

  func isValid(r: [UInt8], s: [UInt8], digest: [UInt8]) -> Bool {
    let count = order.limbs.count
    guard let r = PublicModulus.limbs(r, count: count), let s = PublicModulus.limbs(s, count: count),
      PublicModulus.isLess(r, order.limbs), PublicModulus.isLess(s, order.limbs), !PublicModulus.isZero(r),
      !PublicModulus.isZero(s)
    else { return false }
    let inverse = order.inverted(order.form(s))
    let first = order.product(order.leftmost(digest), inverse)
    let second = order.product(r, inverse)
    let power = field.value(field.product(field.power(base, first), field.power(key, second)))
    return order.reduced(PublicModulus.octets(power, count: field.limbs.count * 8)) == r
  }
}

/// The two numbers of a DSA or ECDSA signature.
struct SignatureNumbers {
  let r: [UInt8]
  let s: [UInt8]

  /// Reads Dss-Sig-Value or ECDSA-Sig-Value (RFC 3279 §2.2.2, §2.2.3).
  init?(der octets: [UInt8]) {
    guard let node = try? DERNode(octets), var fields = try? node.children(DERTag.sequence),
      let r = try? fields.required(DERTag.integer, "r").integerBytes(), r[0] < 0x80,
      let s = try? fields.required(DERTag.integer, "s").integerBytes(), s[0] < 0x80, fields.isAtEnd
    else { return nil }
    self.r = r
    self.s = s
  }

  /// Reads the plain concatenation of BSI TR-03111 §5.2.1.
  init?(plain octets: [UInt8]) {
    guard octets.count >= 2, octets.count % 2 == 0 else { return nil }
    r = Array(octets.prefix(octets.count / 2))
    s = Array(octets.suffix(octets.count / 2))
  }

  /// ECDSA-Sig-Value.
  var der: [UInt8] {
    DER.sequence(DER.unsignedInteger(Array(r.drop { $0 == 0 })), DER.unsignedInteger(Array(s.drop { $0 == 0 })))
  }
}
