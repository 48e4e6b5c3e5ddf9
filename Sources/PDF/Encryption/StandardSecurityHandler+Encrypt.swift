/// Writing: what an update adds is encrypted like the rest of the file (ISO 32000-2 §7.6.2; R9).
extension StandardSecurityHandler {
  /// The object with its strings encrypted under the number it is written as.
  func encrypt(_ object: PDFObject, owner: PDFReference) throws(PDFError) -> PDFObject {
    if strings == .identity || owner == ownReference { return object }
    return try encrypt(object, key: key(for: owner, strings), owner: owner)
  }

  /// The encoded bytes of a stream, encrypted under the number it is written as.
  func encryptStream(
    _ data: ArraySlice<UInt8>, dictionary: PDFDictionary, owner: PDFReference
  ) throws(PDFError) -> [UInt8] {
    let method = try method(for: dictionary)
    return try encrypt(data, key: key(for: owner, method), method, owner: owner)
  }

  private func encrypt(_ object: PDFObject, key: [UInt8], owner: PDFReference) throws(PDFError) -> PDFObject {
    // Recursion is bounded by the parser's depth limit.
    switch object {
    case .string(let string):
      // Ciphertext is binary: digits keep it free of bytes that editors and mailers change.
      return .string(PDFString(try encrypt(string.bytes[...], key: key, strings, owner: owner), form: .hexadecimal))
    case .array(let elements):
      var result: [PDFObject] = []
      result.reserveCapacity(elements.count)
      for element in elements { result.append(try encrypt(element, key: key, owner: owner)) }
      return .array(result)
    case .dictionary(let dictionary): return .dictionary(try encrypt(dictionary, key: key, owner: owner))
    case .stream(let stream): return .stream(stream.with(try encrypt(stream.dictionary, key: key, owner: owner)))
    default: return object
    }
  }

  private func encrypt(
    _ dictionary: PDFDictionary, key: [UInt8], owner: PDFReference
  ) throws(PDFError) -> PDFDictionary {
    let isSignature = dictionary["ByteRange"] != nil
    var entries: [PDFDictionary.Entry] = []
    entries.reserveCapacity(dictionary.count)
    for entry in dictionary.entries {
      let isClear = isSignature && entry.key == "Contents"
      let value = isClear ? entry.value : try encrypt(entry.value, key: key, owner: owner)
      entries.append(PDFDictionary.Entry(key: entry.key, value: value))
    }
    return PDFDictionary(distinct: entries)
  }

  private func encrypt(
    _ data: ArraySlice<UInt8>, key: [UInt8], _ method: EncryptionParameters.Method, owner: PDFReference
  ) throws(PDFError) -> [UInt8] {
    switch method {
    case .identity: return Array(data)
    case .rc4: return RC4(key: key).apply(data)
    case .aes128, .aes256:
      return try BlockCipher.encryptAES(data, key: key, vector: vector(for: data, owner: owner))
    }
  }

  /// An initialisation vector that follows from key, place and content: no two different texts share one, nobody
  /// without the key can foretell it, and the same update gives the same bytes.
  private func vector(for data: ArraySlice<UInt8>, owner: PDFReference) -> [UInt8] {
    var input = fileKey
    for shift in stride(from: 0, to: 64, by: 8) { input.append(UInt8(truncatingIfNeeded: owner.number >> shift)) }
    for shift in [0, 8] { input.append(UInt8(truncatingIfNeeded: owner.generation >> shift)) }
    return Array(BlockCipher.sha256(BlockCipher.sha256(input) + data).prefix(16))
  }
}
