/// Elliptic curves that the crypto library lacks, for verification only: brainpool (RFC 5639) and secp256k1 (SEC 2).
struct WeierstrassCurve: Sendable {
  let name: String
  private let field: PublicModulus
  private let order: PublicModulus
  private let a: [UInt64]
  private let b: [UInt64]
  private let base: Point
  private let octetCount: Int

  /// Jacobian coordinates in Montgomery form; the point at infinity has z = 0.
  struct Point: Sendable {
    var x: [UInt64]
    var y: [UInt64]
    var z: [UInt64]
  }

  static let brainpoolP256 = WeierstrassCurve(
    "brainpoolP256r1", p: "a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377",
    a: "7d5a0975fc2c3057eef67530417affe7fb8055c126dc5c6ce94a4b44f330b5d9",
    b: "26dc5c6ce94a4b44f330b5d9bbd77cbf958416295cf7e1ce6bccdc18ff8c07b6",
    n: "a9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7",
    x: "8bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262",
    y: "547ef835c3dac4fd97f8461a14611dc9c27745132ded8e545c1d54c72f046997")
  static let brainpoolP384 = WeierstrassCurve(
    "brainpoolP384r1",
    p: "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b412b1da197fb71123acd3a729901d1a71874700133107ec53",
    a: "7bc382c63d8c150c3c72080ace05afa0c2bea28e4fb22787139165efba91f90f8aa5814a503ad4eb04a8c7dd22ce2826",
    b: "04a8c7dd22ce28268b39b55416f0447c2fb77de107dcd2a62e880ea53eeb62d57cb4390295dbc9943ab78696fa504c11",
    n: "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565",
    x: "1d1c64f068cf45ffa2a63a81b7c13f6b8847a3e77ef14fe3db7fcafe0cbd10e8e826e03436d646aaef87b2e247d4af1e",
    y: "8abe1d7520f9c2a45cb1eb8e95cfd55262b70b29feec5864e19c054ff99129280e4646217791811142820341263c5315")
  static let brainpoolP512 = WeierstrassCurve(
    "brainpoolP512r1",
    p: "aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca70330871"
      + "7d4d9b009bc66842aecda12ae6a380e62881ff2f2d82c68528aa6056583a48f3",
    a: "7830a3318b603b89e2327145ac234cc594cbdd8d3df91610a83441caea9863bc"
      + "2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94ca",
    b: "3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a7"
      + "2bf2c7b9e7c1ac4d77fc94cadc083e67984050b75ebae5dd2809bd638016f723",
    n: "aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca70330870"
      + "553e5c414ca92619418661197fac10471db1d381085ddaddb58796829ca90069",
    x: "81aee4bdd82ed9645a21322e9c4c6a9385ed9f70b5d916c1b43b62eef4d0098e"
      + "ff3b1f78e2d0d48d50d1687b93b97d5f7c6d5047406a5e688b352209bcb9f822",
    y: "7dde385d566332ecc0eabfa9cf7822fdf209f70024a57b1aa000c55b881f8111"
      + "b2dcde494a5f485e5bca4bd88a2763aed1ca2b2fa8f0540678cd1e0f3ad80892")
  static let secp256k1 = WeierstrassCurve(
    "secp256k1", p: "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", a: "00", b: "07",
    n: "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
    x: "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
    y: "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8")

  /// The curve of an identifier; nil for curves that are not here.
  static func named(_ identifier: ObjectIdentifier) -> WeierstrassCurve? {
    switch identifier {
    case .brainpoolP256: brainpoolP256
    case .brainpoolP384: brainpoolP384
    case .brainpoolP512: brainpoolP512
    case .secp256k1: secp256k1
    default: nil
    }
  }

  private init(_ name: String, p: String, a: String, b: String, n: String, x: String, y: String) {
    self.name = name
    guard let field = PublicModulus(Self.octets(p)), let order = PublicModulus(Self.octets(n)) else {
      preconditionFailure("the domain parameters of \(name) are mistyped")
    }
    func form(_ text: String) -> [UInt64] { field.form(field.reduced(Self.octets(text))) }
    self.field = field
    self.order = order
    self.a = form(a)
    self.b = form(b)
    base = Point(x: form(x), y: form(y), z: field.one)
    octetCount = (field.bitCount + 7) / 8
  }

  private static func octets(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap { $0.hexDigitValue.map { UInt8($0) } }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  /// Reads an uncompressed point (SEC 1 §2.3.4); nil when it does not lie on the curve.
  func point(_ octets: [UInt8]) -> Point? {
    guard octets.count == 1 + 2 * octetCount, octets[0] == 4,
      let x = PublicModulus.limbs(octets[1...octetCount], count: field.limbs.count),
      let y = PublicModulus.limbs(octets[(octetCount + 1)...], count: field.limbs.count),
      PublicModulus.isLess(x, field.limbs), PublicModulus.isLess(y, field.limbs)
    else { return nil }
    let point = Point(x: field.form(x), y: field.form(y), z: field.one)
    let square = field.product(point.x, point.x)
    let right = field.adding(field.product(field.adding(square, a), point.x), b)
    return field.product(point.y, point.y) == right ? point : nil
  }

  /// Verifies r and s, big-endian, over a digest (FIPS 186-5 §6.4.2).
  func isValid(r: [UInt8], s: [UInt8], digest: [UInt8], key: Point) -> Bool {
    let count = order.limbs.count
    guard let r = PublicModulus.limbs(r, count: count), let s = PublicModulus.limbs(s, count: count),
      PublicModulus.isLess(r, order.limbs), PublicModulus.isLess(s, order.limbs), !PublicModulus.isZero(r),
      !PublicModulus.isZero(s)
    else { return false }
    let inverse = order.inverted(order.form(s))
    // A form times a plain number is a plain number: the factors R and 1/R cancel.
    let first = order.product(order.leftmost(digest), inverse)
    let second = order.product(r, inverse)
    let sum = combine(first, base, second, key)
    guard !PublicModulus.isZero(sum.z) else { return false }
    let scale = field.inverted(field.product(sum.z, sum.z))
    let x = field.value(field.product(sum.x, scale))
    return order.reduced(PublicModulus.octets(x, count: octetCount)) == r
  }

  /// first · left + second · right, both scalars walked at once.
  private func combine(_ first: [UInt64], _ left: Point, _ second: [UInt64], _ right: Point) -> Point {
    let both = sum(left, right)
    var out = Point(x: field.one, y: field.one, z: [UInt64](repeating: 0, count: field.limbs.count))
    for bit in (0..<(order.limbs.count * 64)).reversed() {
      out = doubled(out)
      let one = first[bit / 64] >> UInt64(bit % 64) & 1 == 1
      let two = second[bit / 64] >> UInt64(bit % 64) & 1 == 1
      if one || two { out = sum(out, one && two ? both : one ? left : right) }
    }
    return out
  }

  private func doubled(_ point: Point) -> Point {
    if PublicModulus.isZero(point.z) { return point }
    let yy = field.product(point.y, point.y)
    let xyy = field.product(point.x, yy)
    let four = twice(twice(xyy))
    let zz = field.product(point.z, point.z)
    let xx = field.product(point.x, point.x)
    let slope = field.adding(field.adding(twice(xx), xx), field.product(a, field.product(zz, zz)))
    let x = field.subtracting(field.product(slope, slope), twice(four))
    let eight = twice(twice(twice(field.product(yy, yy))))
    let y = field.subtracting(field.product(slope, field.subtracting(four, x)), eight)
    return Point(x: x, y: y, z: twice(field.product(point.y, point.z)))
  }

  private func sum(_ left: Point, _ right: Point) -> Point {
    if PublicModulus.isZero(left.z) { return right }
    if PublicModulus.isZero(right.z) { return left }
    let leftZZ = field.product(left.z, left.z), rightZZ = field.product(right.z, right.z)
    let leftX = field.product(left.x, rightZZ), rightX = field.product(right.x, leftZZ)
    let leftY = field.product(left.y, field.product(rightZZ, right.z))
    let rightY = field.product(right.y, field.product(leftZZ, left.z))
    let step = field.subtracting(rightX, leftX), rise = field.subtracting(rightY, leftY)
    if PublicModulus.isZero(step) {
      if PublicModulus.isZero(rise) { return doubled(left) }
      return Point(x: field.one, y: field.one, z: [UInt64](repeating: 0, count: field.limbs.count))
    }
    let square = field.product(step, step)
    let cube = field.product(square, step)
    let middle = field.product(leftX, square)
    let x = field.subtracting(field.subtracting(field.product(rise, rise), cube), twice(middle))
    let y = field.subtracting(field.product(rise, field.subtracting(middle, x)), field.product(leftY, cube))
    return Point(x: x, y: y, z: field.product(step, field.product(left.z, right.z)))
  }

  private func twice(_ value: [UInt64]) -> [UInt64] { field.adding(value, value) }
}
