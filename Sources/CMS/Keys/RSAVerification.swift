/// RSASSA with every digest, mask and salt length of RFC 8017, for what the crypto library does not verify itself.
struct RSAVerification: Sendable {
  private let modulus: PublicModulus
  private let exponent: [UInt64]
  private let octetCount: Int

  /// Reads RSAPublicKey (RFC 8017 A.1.1); nil when it is not one or has an unusable modulus.
  init?(publicKey octets: [UInt8]) {
    guard let node = try? DERNode(octets), var fields = try? node.children(DERTag.sequence),
      let first = try? fields.required(DERTag.integer, "modulus").integerBytes(),
      let second = try? fields.required(DERTag.integer, "exponent").integerBytes(),
      let modulus = PublicModulus(first), modulus.bitCount >= 512, second.count <= 9, let last = second.last,
      last & 1 == 1, let exponent = PublicModulus.limbs(second, count: 2), exponent != [1, 0]
    else { return nil }
    self.modulus = modulus
    self.exponent = exponent
    octetCount = (modulus.bitCount + 7) / 8
  }

  /// The encoded message that the signature opens to; nil for a signature out of range.
  private func opened(_ signature: [UInt8]) -> [UInt8]? {
    guard signature.count == octetCount, let value = PublicModulus.limbs(signature, count: modulus.limbs.count),
      PublicModulus.isLess(value, modulus.limbs)
    else { return nil }
    return PublicModulus.octets(modulus.value(modulus.power(modulus.form(value), exponent)), count: octetCount)
  }

  /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.2): the encoding is made anew and compared, never parsed. DigestInfo with absent
  /// parameters instead of NULL is accepted as §9.2 note 1 asks.
  func isValid(_ signature: [UInt8], digest: [UInt8], _ algorithm: DigestAlgorithm) -> Bool {
    guard let message = opened(signature) else { return false }
    return [[DER.null], []].contains { parameters in
      let identifier = DER.constructed(DERTag.sequence, [DER.oid(algorithm.objectIdentifier)] + parameters)
      let info = DER.sequence(identifier, DER.octetString(digest))
      guard octetCount >= info.count + 11 else { return false }
      let padding = [UInt8](repeating: 0xFF, count: octetCount - info.count - 3)
      return message == [0, 1] + padding + [0] + info
    }
  }

  /// RSASSA-PSS (RFC 8017 §9.1.2).
  func isValid(_ signature: [UInt8], digest: [UInt8], _ parameters: PSSParameters) -> Bool {
    guard var message = opened(signature) else { return false }
    let bits = modulus.bitCount - 1
    if bits % 8 == 0 {
      guard message.removeFirst() == 0 else { return false }
    }
    let (hashCount, salt) = (digest.count, parameters.saltOctets)
    guard salt >= 0, message.count >= hashCount + salt + 2, message.last == 0xBC else { return false }
    let unused = UInt8(message.count * 8 - bits)
    let maskedCount = message.count - hashCount - 1
    let hash = Array(message[maskedCount..<(maskedCount + hashCount)])
    guard unused == 0 || message[0] >> (8 - unused) == 0 else { return false }
    var block = zip(message, Self.mask(hash, count: maskedCount, parameters.mask)).map { $0 ^ $1 }
    if unused > 0 { block[0] &= 0xFF >> unused }
    let zeros = maskedCount - salt - 1
    guard block[..<zeros].allSatisfy({ $0 == 0 }), block[zeros] == 1 else { return false }
    return parameters.digest.hash([UInt8](repeating: 0, count: 8) + digest + block[(zeros + 1)...]) == hash
  }

  /// MGF1 (RFC 8017 B.2.1).
  private static func mask(_ seed: [UInt8], count: Int, _ digest: DigestAlgorithm) -> [UInt8] {
    var out: [UInt8] = []
    var counter: UInt32 = 0
    while out.count < count {
      let suffix = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: counter >> UInt32($0)) }
      out += digest.hash(seed + suffix)
      counter += 1
    }
    return Array(out.prefix(count))
  }
}

/// What RSASSA-PSS leaves open (RFC 4055 §3.1).
public struct PSSParameters: Sendable, Hashable {
  public let digest: DigestAlgorithm
  /// The digest inside MGF1, which RFC 4055 only recommends to be the same.
  public let mask: DigestAlgorithm
  public let saltOctets: Int
}
