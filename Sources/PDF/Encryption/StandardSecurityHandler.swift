/// The standard security handler, revisions 2 to 6 (ISO 32000-2 §7.6.4; R9): reading here, writing in its extension.
struct StandardSecurityHandler: Sendable {
  /// The key of the whole file.
  let fileKey: [UInt8]
  /// What the passwords allow.
  let permissions: PDFPermissions
  let streams: EncryptionParameters.Method
  let strings: EncryptionParameters.Method
  let filters: [PDFName: EncryptionParameters.Method]
  let encryptsMetadata: Bool
  /// The encryption dictionary's own object, whose strings are clear.
  let ownReference: PDFReference?

  /// The handler the trailer asks for; nil when the file is not encrypted. Throws `passwordRequired` when the
  /// password is wrong and `encryptionUnsupported` for other handlers.
  static func open(
    trailer: PDFDictionary, source: RawObjectSource, password: String
  ) throws(PDFError) -> StandardSecurityHandler? {
    guard let value = trailer["Encrypt"] else { return nil }
    var dictionary = value.dictionaryValue
    if let reference = value.referenceValue,
      case .offset(let offset, let generation) = source.index.entry(reference.number, at: source.revision),
      generation == reference.generation
    {
      dictionary = try source.indirectObject(reference, at: offset).object.dictionaryValue
    }
    guard let dictionary else {
      throw PDFError(.encryptionUnsupported, "The encryption dictionary is missing.")
    }
    let parameters = try EncryptionParameters(dictionary)
    let identifier = trailer["ID"]?.arrayValue?.first?.stringValue?.bytes ?? []
    guard let (key, isOwner) = try PasswordCheck(parameters: parameters, identifier: identifier).key(for: password)
    else { throw PDFError(.passwordRequired, "The file needs a password to be opened.") }
    return StandardSecurityHandler(key: key, isOwner: isOwner, parameters: parameters, own: value.referenceValue)
  }

  private init(key: [UInt8], isOwner: Bool, parameters: EncryptionParameters, own: PDFReference?) {
    fileKey = key
    permissions = PDFPermissions(
      isOwner: isOwner, bits: parameters.permissions, handlerRevision: parameters.revision)
    streams = parameters.streams
    strings = parameters.strings
    filters = parameters.filters
    encryptsMetadata = parameters.encryptsMetadata
    ownReference = own
  }

  /// The object with its strings in the clear. `/Contents` of a signature dictionary is never encrypted (§7.6.2).
  func decrypt(_ object: PDFObject, owner: PDFReference, depth: Int) throws(PDFError) -> PDFObject {
    if strings == .identity || owner == ownReference { return object }
    return try decrypt(object, key: key(for: owner, strings))
  }

  private func decrypt(_ object: PDFObject, key: [UInt8]) throws(PDFError) -> PDFObject {
    // Recursion is bounded by the parser's depth limit.
    switch object {
    case .string(let string):
      return .string(PDFString(try decrypt(string.bytes[...], key: key, strings), form: string.form))
    case .array(let elements):
      var result: [PDFObject] = []
      result.reserveCapacity(elements.count)
      for element in elements { result.append(try decrypt(element, key: key)) }
      return .array(result)
    case .dictionary(let dictionary): return .dictionary(try decrypt(dictionary, key: key))
    case .stream(let stream):
      // The dictionary of a cross-reference stream is a trailer, and trailers are clear.
      if stream.dictionary.isType("XRef") { return object }
      return .stream(stream.with(try decrypt(stream.dictionary, key: key)))
    default: return object
    }
  }

  private func decrypt(_ dictionary: PDFDictionary, key: [UInt8]) throws(PDFError) -> PDFDictionary {
    let isSignature = dictionary["ByteRange"] != nil
    var entries: [PDFDictionary.Entry] = []
    entries.reserveCapacity(dictionary.count)
    for entry in dictionary.entries {
      let isClear = isSignature && entry.key == "Contents"
      entries.append(
        PDFDictionary.Entry(key: entry.key, value: isClear ? entry.value : try decrypt(entry.value, key: key)))
    }
    return PDFDictionary(distinct: entries)
  }

  /// The encoded bytes of a stream in the clear; a `/Crypt` filter may choose another method (§7.4.10).
  func decryptStream(
    _ data: ArraySlice<UInt8>, dictionary: PDFDictionary, owner: PDFReference
  ) throws(PDFError) -> [UInt8] {
    let method = try method(for: dictionary)
    return try decrypt(data, key: key(for: owner, method), method)
  }

  /// How a stream with this dictionary is encrypted.
  func method(for dictionary: PDFDictionary) throws(PDFError) -> EncryptionParameters.Method {
    if dictionary.isType("XRef") || (dictionary.isType("Metadata") && !encryptsMetadata) { return .identity }
    let (names, parameters) = try FilterChain.steps(dictionary)
    guard names.first == "Crypt", let first = parameters.first else { return streams }
    return filters[first["Name"]?.nameValue ?? "Identity"] ?? .identity
  }

  private func decrypt(
    _ data: ArraySlice<UInt8>, key: [UInt8], _ method: EncryptionParameters.Method
  ) throws(PDFError) -> [UInt8] {
    switch method {
    case .identity: Array(data)
    case .rc4: RC4(key: key).apply(data)
    case .aes128, .aes256: try BlockCipher.decryptAES(data, key: key)
    }
  }

  /// Algorithm 1: the key of one object.
  func key(for owner: PDFReference, _ method: EncryptionParameters.Method) -> [UInt8] {
    guard method == .rc4 || method == .aes128 else { return fileKey }
    var input = fileKey
    for shift in [0, 8, 16] { input.append(UInt8(truncatingIfNeeded: owner.number >> shift)) }
    for shift in [0, 8] { input.append(UInt8(truncatingIfNeeded: owner.generation >> shift)) }
    if method == .aes128 { input += [0x73, 0x41, 0x6C, 0x54] }
    return Array(BlockCipher.md5(input).prefix(min(fileKey.count + 5, 16)))
  }
}
