/// Finds the file key for a password (ISO 32000-2 §7.6.4.3, §7.6.4.4), trying it as owner and as user password.
struct PasswordCheck {
  let parameters: EncryptionParameters
  /// First half of the trailer's `/ID`.
  let identifier: [UInt8]

  /// The file key and whether the owner password was given; nil when the password is wrong.
  func key(for password: String) throws(PDFError) -> (key: [UInt8], isOwner: Bool)? {
    if parameters.revision >= 5 { return try modernKey(Array(password.utf8.prefix(127))) }
    // Old handlers take PDFDocEncoding; not every producer knew. The owner password is tried first: where both are
    // the same, its holder may do everything.
    var spellings = [Array(password.utf8)]
    if let other = PDFString.documentEncoded(password), other != spellings[0] { spellings.insert(other, at: 0) }
    for spelling in spellings {
      if let key = userKey(userPassword(owner: spelling)) { return (key, true) }
      if let key = userKey(spelling) { return (key, false) }
    }
    return nil
  }

  // MARK: revisions 2 to 4

  private static let padding: [UInt8] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08, 0x2E, 0x2E, 0x00,
    0xB6,
    0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
  ]

  private static func padded(_ password: [UInt8]) -> [UInt8] { Array((password + padding).prefix(32)) }

  /// Algorithm 2, then the check of algorithm 6.
  private func userKey(_ password: [UInt8]) -> [UInt8]? {
    let bits = UInt32(bitPattern: parameters.permissions)
    var input = PasswordCheck.padded(password) + parameters.owner
    for shift in [0, 8, 16, 24] as [UInt32] { input.append(UInt8(truncatingIfNeeded: bits >> shift)) }
    input += identifier
    if parameters.revision >= 4, !parameters.encryptsMetadata { input += [255, 255, 255, 255] }
    var digest = BlockCipher.md5(input)
    if parameters.revision >= 3 {
      for _ in 0..<50 { digest = BlockCipher.md5(Array(digest.prefix(parameters.keyLength))) }
    }
    let key = Array(digest.prefix(parameters.keyLength))
    if parameters.revision == 2 {
      return RC4(key: key).apply(PasswordCheck.padding) == parameters.user ? key : nil
    }
    var check = BlockCipher.md5(PasswordCheck.padding + identifier)
    for round in 0..<20 as Range<UInt8> { check = RC4(key: key.map { $0 ^ round }).apply(check) }
    return check == Array(parameters.user.prefix(16)) ? key : nil
  }

  /// Algorithm 7: the user password under the owner password.
  private func userPassword(owner: [UInt8]) -> [UInt8] {
    var digest = BlockCipher.md5(PasswordCheck.padded(owner))
    if parameters.revision >= 3 {
      for _ in 0..<50 { digest = BlockCipher.md5(Array(digest.prefix(parameters.keyLength))) }
    }
    let key = Array(digest.prefix(parameters.keyLength))
    if parameters.revision == 2 { return RC4(key: key).apply(parameters.owner) }
    var result = parameters.owner
    for round in (0..<20 as Range<UInt8>).reversed() { result = RC4(key: key.map { $0 ^ round }).apply(result) }
    return result
  }

  // MARK: revisions 5 and 6

  /// Algorithm 2.A.
  private func modernKey(_ password: [UInt8]) throws(PDFError) -> (key: [UInt8], isOwner: Bool)? {
    let (owner, user) = (parameters.owner, parameters.user)
    let zero = [UInt8](repeating: 0, count: 16)
    if try hash(password, salt: owner[32..<40], user: user) == Array(owner[..<32]) {
      let key = try hash(password, salt: owner[40..<48], user: user)
      return (try BlockCipher.cbc(parameters.ownerKey.prefix(32), key: key, vector: zero[...]), true)
    }
    if try hash(password, salt: user[32..<40], user: []) == Array(user[..<32]) {
      let key = try hash(password, salt: user[40..<48], user: [])
      return (try BlockCipher.cbc(parameters.userKey.prefix(32), key: key, vector: zero[...]), false)
    }
    return nil
  }

  /// SHA-256 for revision 5, algorithm 2.B for revision 6.
  private func hash(_ password: [UInt8], salt: ArraySlice<UInt8>, user: [UInt8]) throws(PDFError) -> [UInt8] {
    var digest = BlockCipher.sha256(password + salt + user)
    if parameters.revision == 5 { return digest }
    var round = 0
    while true {
      let unit = password + digest + user
      var input: [UInt8] = []
      input.reserveCapacity(unit.count * 64)
      for _ in 0..<64 { input += unit }
      let encrypted = try BlockCipher.cbcEncrypt(input, key: digest[..<16], vector: digest[16..<32])
      switch encrypted.prefix(16).reduce(0, { $0 + Int($1) }) % 3 {
      case 0: digest = BlockCipher.sha256(encrypted)
      case 1: digest = BlockCipher.sha384(encrypted)
      default: digest = BlockCipher.sha512(encrypted)
      }
      round += 1
      if round >= 64, Int(encrypted.last ?? 0) <= round - 32 { return Array(digest.prefix(32)) }
    }
  }
}
