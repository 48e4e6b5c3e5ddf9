/// The standard encryption dictionary (ISO 32000-2 §7.6.4.2, tables 20 and 21).
struct EncryptionParameters {
  /// How one kind of data is encrypted.
  enum Method: Sendable, Equatable {
    case identity, rc4, aes128, aes256
  }
  let revision: Int
  let keyLength: Int
  let owner: [UInt8]
  let user: [UInt8]
  let ownerKey: [UInt8]
  let userKey: [UInt8]
  let permissions: Int32
  let encryptsMetadata: Bool
  let streams: Method
  let strings: Method
  let filters: [PDFName: Method]

  init(_ dictionary: PDFDictionary) throws(PDFError) {
    guard dictionary["Filter"]?.nameValue == "Standard" else {
      throw PDFError(.encryptionUnsupported, "The file is encrypted for certificates. Save it without encryption.")
    }
    // A file with an integrity code (ISO/TS 32004) reads like any other; nothing encrypted is ever extended.
    let version = dictionary["V"]?.integerValue ?? 0
    guard let revision = dictionary["R"]?.integerValue, [1, 2, 4, 5].contains(version), (2...6).contains(revision),
      (version == 5) == (revision >= 5), let owner = dictionary["O"]?.stringValue?.bytes,
      let user = dictionary["U"]?.stringValue?.bytes, let permissions = dictionary["P"]?.integerValue
    else { throw EncryptionParameters.unsupported }
    let needed = revision >= 5 ? 48 : 32
    guard owner.count >= needed, user.count >= needed else { throw EncryptionParameters.unsupported }
    self.revision = revision
    self.owner = Array(owner.prefix(needed))
    self.user = Array(user.prefix(needed))
    ownerKey = dictionary["OE"]?.stringValue?.bytes ?? []
    userKey = dictionary["UE"]?.stringValue?.bytes ?? []
    guard revision < 5 || (ownerKey.count >= 32 && userKey.count >= 32) else { throw EncryptionParameters.unsupported }
    self.permissions = Int32(truncatingIfNeeded: permissions)
    encryptsMetadata = dictionary["EncryptMetadata"]?.booleanValue ?? true
    let bits = dictionary["Length"]?.integerValue ?? 40
    switch version {
    case 1: keyLength = 5
    case 2:
      guard bits >= 40, bits <= 128, bits % 8 == 0 else { throw EncryptionParameters.unsupported }
      keyLength = bits / 8
    case 4: keyLength = 16
    default: keyLength = 32
    }
    (filters, streams, strings) = try EncryptionParameters.methods(dictionary, version: version)
  }

  private static func methods(
    _ dictionary: PDFDictionary, version: Int
  ) throws(PDFError) -> ([PDFName: Method], Method, Method) {
    if version < 4 { return ([:], .rc4, .rc4) }
    var filters: [PDFName: Method] = ["Identity": .identity]
    for entry in dictionary["CF"]?.dictionaryValue?.entries ?? [] where entry.key != "Identity" {
      switch entry.value.dictionaryValue?["CFM"]?.nameValue {
      case "V2" where version == 4: filters[entry.key] = .rc4
      case "AESV2" where version == 4: filters[entry.key] = .aes128
      case "AESV3" where version == 5: filters[entry.key] = .aes256
      case "None", nil: filters[entry.key] = .identity
      default: throw unsupported
      }
    }
    guard let streams = filters[dictionary["StmF"]?.nameValue ?? "Identity"],
      let strings = filters[dictionary["StrF"]?.nameValue ?? "Identity"]
    else { throw unsupported }
    return (filters, streams, strings)
  }

  private static var unsupported: PDFError {
    PDFError(.encryptionUnsupported, "The encryption of the file is not known here. Save it without encryption.")
  }
}
