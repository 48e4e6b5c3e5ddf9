import Testing

@testable import CMS

@Suite struct PublicModulusTests {
  @Test("even, tiny and oversized moduli are refused", arguments: [[], [0], [1], [4], [0, 2], [UInt8](repeating: 0xFF, count: 2049)])
  func refused(_ octets: [UInt8]) { #expect(PublicModulus(octets) == nil) }

  @Test("small arithmetic agrees with the machine's", arguments: [3, 5, 251, 65_521, 4_294_967_291] as [UInt64])
  func small(_ prime: UInt64) throws {
    let octets = (0..<8).map { UInt8(truncatingIfNeeded: prime >> UInt64(56 - 8 * $0)) }
    let modulus = try #require(PublicModulus(octets))
    for left in [0, 1, 2, prime - 1, prime / 2] {
      for right in [0, 1, prime - 1, prime / 3] {
        let product = modulus.value(modulus.product(modulus.form([left]), modulus.form([right])))
        #expect(product == [left.multipliedFullWidth(by: right).low % prime])
        #expect(modulus.adding([left], [right]) == [(left + right) % prime])
        #expect(modulus.subtracting([left], [right]) == [(left + prime - right) % prime])
      }
      if left > 0 {
        #expect(modulus.value(modulus.product(modulus.form([left]), modulus.inverted(modulus.form([left])))) == [1 % prime])
      }
    }
    #expect(modulus.reduced([0xFF, 0xFF, 0xFF]) == [0xFF_FFFF % prime])
  }

  @Test("Fermat holds for a modulus of many limbs")
  func large() throws {
    // 2^521 − 1 is prime.
    let modulus = try #require(PublicModulus([0x01] + [UInt8](repeating: 0xFF, count: 65)))
    #expect(modulus.bitCount == 521)
    let form = modulus.form(modulus.reduced(Array("any number".utf8)))
    #expect(modulus.product(form, modulus.inverted(form)) == modulus.one)
    #expect(PublicModulus.octets(modulus.value(form), count: 66).suffix(10) == Array("any number".utf8)[...])
  }

  @Test("the leftmost bits of a digest are taken when it is longer than the order")
  func leftmost() throws {
    let modulus = try #require(PublicModulus([0x01, 0xFF]))  // 9 bits
    #expect(modulus.leftmost([0x80, 0x80, 0xFF]) == [0x101])
    #expect(modulus.leftmost([0x12]) == [0x12])
  }
}
