/// Applies the filters of a stream dictionary (ISO 32000-2 §7.4). Values must be direct; a view resolves them first.
struct FilterChain {
  let limits: PDFLimits

  /// The decoded bytes; throws `filterUnsupported` for image codecs and `limitExceeded` for bombs.
  func decode(_ data: ArraySlice<UInt8>, dictionary: PDFDictionary) throws(PDFError) -> [UInt8] {
    let (names, parameters) = try FilterChain.steps(dictionary)
    guard names.count <= limits.filtersMax else {
      throw PDFError(.limitExceeded, "A stream has more than \(limits.filtersMax) filters.")
    }
    if names.isEmpty { return Array(data) }
    var data = data
    for (name, parameters) in zip(names, parameters) {
      let output = try step(name, data, parameters)
      guard output.count <= limits.decodedStreamBytesMax else { throw FilterChain.tooLarge(limits) }
      data = output[...]
    }
    return Array(data)
  }

  /// Filter names (abbreviations undone) and their parameters, in order.
  static func steps(_ dictionary: PDFDictionary) throws(PDFError) -> ([PDFName], [PDFDictionary]) {
    var names: [PDFName] = []
    switch dictionary["Filter"] {
    case nil: return ([], [])
    case .name(let name): names = [name]
    case .array(let array):
      for element in array {
        guard let name = element.nameValue else { throw malformed }
        names.append(name)
      }
    default: throw malformed
    }
    var parameters: [PDFDictionary] = []
    switch dictionary["DecodeParms"] ?? dictionary["DP"] {
    case nil: parameters = []
    case .dictionary(let value): parameters = [value]
    case .array(let array): parameters = array.map { $0.dictionaryValue ?? PDFDictionary() }
    default: throw malformed
    }
    while parameters.count < names.count { parameters.append(PDFDictionary()) }
    return (names, parameters)
  }

  private static var malformed: PDFError {
    PDFError(.filterDataInvalid, "/Filter or /DecodeParms is malformed.")
  }
  static func tooLarge(_ limits: PDFLimits) -> PDFError {
    PDFError(.limitExceeded, "A stream inflates beyond \(limits.decodedStreamBytesMax) bytes.")
  }

  private func step(
    _ name: PDFName, _ data: ArraySlice<UInt8>, _ parameters: PDFDictionary
  ) throws(PDFError) -> [UInt8] {
    switch name {
    case "FlateDecode", "Fl":
      return try Predictor(parameters).undo(
        Flate.inflate(data, atMost: limits.decodedStreamBytesMax), limits: limits)
    case "LZWDecode", "LZW":
      let early = parameters["EarlyChange"]?.integerValue ?? 1
      return try Predictor(parameters).undo(
        LZW.decode(data, earlyChange: early != 0, atMost: limits.decodedStreamBytesMax), limits: limits)
    case "ASCIIHexDecode", "AHx": return try ASCIIFilters.decodeHex(data)
    case "ASCII85Decode", "A85": return try ASCIIFilters.decode85(data)
    case "RunLengthDecode", "RL": return try RunLength.decode(data, atMost: limits.decodedStreamBytesMax)
    case "Crypt" where parameters["Name"] == nil || parameters["Name"]?.nameValue == "Identity": return Array(data)
    default: throw PDFError(.filterUnsupported, "The filter \(name) is not decoded here.")
    }
  }
}
