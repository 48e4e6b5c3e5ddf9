/// Anything objects can be looked up in: a view of a file, or an update being prepared on top of one.
public protocol PDFObjectSource {
  /// The object a reference means; null when there is none (ISO 32000-2 §7.3.10).
  func object(_ reference: PDFReference) throws(PDFError) -> PDFObject
  /// The trailer dictionary.
  var trailer: PDFDictionary { get }
  /// The caps in force.
  var limits: PDFLimits { get }
  /// The bytes of a stream before its filters are undone, decrypted.
  func encodedBytes(of stream: PDFStream) throws(PDFError) -> ArraySlice<UInt8>
}

extension PDFObjectSource {
  /// The object itself, or what it refers to; at most 32 references in a row.
  public func resolve(_ object: PDFObject) throws(PDFError) -> PDFObject {
    var object = object
    var hops = 0
    while case .reference(let reference) = object {
      guard hops < 32 else { throw PDFError(.objectLoop, "References lead in a circle at \(reference).") }
      object = try self.object(reference)
      hops += 1
    }
    return object
  }

  /// The resolved value under `key`; nil when absent or null.
  public func value(_ key: PDFName, of dictionary: PDFDictionary) throws(PDFError) -> PDFObject? {
    guard let value = dictionary[key] else { return nil }
    let resolved = try resolve(value)
    return resolved.isNull ? nil : resolved
  }

  /// The resolved dictionary under `key`; nil when absent or of another type.
  public func dictionary(_ key: PDFName, of dictionary: PDFDictionary) throws(PDFError) -> PDFDictionary? {
    try value(key, of: dictionary)?.dictionaryValue
  }

  /// The resolved array under `key`; nil when absent or of another type.
  public func array(_ key: PDFName, of dictionary: PDFDictionary) throws(PDFError) -> [PDFObject]? {
    try value(key, of: dictionary)?.arrayValue
  }

  /// Where the catalog is.
  public var catalogReference: PDFReference? { trailer["Root"]?.referenceValue }

  /// The catalog (§7.7.2); throws when it is missing or no dictionary.
  public func catalog() throws(PDFError) -> PDFDictionary {
    guard let reference = catalogReference, let catalog = try object(reference).dictionaryValue else {
      throw PDFError(.trailerInvalid, "/Root does not lead to a catalog dictionary.")
    }
    return catalog
  }

  /// The stream's data with all filters undone; throws `filterUnsupported` for image codecs.
  public func data(of stream: PDFStream) throws(PDFError) -> [UInt8] {
    try FilterChain(limits: limits).decode(encodedBytes(of: stream), dictionary: directFilters(stream.dictionary))
  }

  /// `/Filter` and `/DecodeParms` with references replaced by their values.
  func directFilters(_ dictionary: PDFDictionary) throws(PDFError) -> PDFDictionary {
    guard dictionary["Filter"] != nil else { return PDFDictionary() }
    var result = PDFDictionary()
    for key in ["Filter", "DecodeParms", "DP"] as [PDFName] {
      guard let value = try value(key, of: dictionary) else { continue }
      result[key] = try direct(value, depth: 0)
    }
    return result
  }

  private func direct(_ object: PDFObject, depth: Int) throws(PDFError) -> PDFObject {
    guard depth < 4 else { return object }
    switch try resolve(object) {
    case .array(let elements):
      var result: [PDFObject] = []
      for element in elements { result.append(try direct(element, depth: depth + 1)) }
      return .array(result)
    case .dictionary(let dictionary):
      var result = PDFDictionary()
      for entry in dictionary.entries where !entry.value.isNull {
        result[entry.key] = try direct(entry.value, depth: depth + 1)
      }
      return .dictionary(result)
    case let other: return other
    }
  }
}
