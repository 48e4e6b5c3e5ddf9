/// Writes objects in the syntax of ISO 32000-2 §7.3 onto a byte array.
enum ObjectWriter {
  static func append(_ object: PDFObject, to output: inout [UInt8]) {
    switch object {
    case .null: appendText("null", to: &output)
    case .boolean(let value): appendText(value ? "true" : "false", to: &output)
    case .integer(let value): append(value, to: &output)
    case .real(let value): append(value, to: &output)
    case .name(let name): append(name, to: &output)
    case .string(let string): append(string, to: &output)
    case .reference(let reference): append(reference, to: &output)
    case .dictionary(let dictionary): append(dictionary, to: &output)
    case .stream(let stream): append(stream.dictionary, to: &output)
    case .array(let elements):
      output.append(0x5B)
      for (index, element) in elements.enumerated() {
        if index > 0 { output.append(0x20) }
        append(element, to: &output)
      }
      output.append(0x5D)
    }
  }

  static func appendText(_ text: StaticString, to output: inout [UInt8]) {
    text.withUTF8Buffer { output.append(contentsOf: $0) }
  }

  static func append(_ dictionary: PDFDictionary, to output: inout [UInt8]) {
    appendText("<<", to: &output)
    for entry in dictionary.entries where !entry.value.isNull {
      append(entry.key, to: &output)
      output.append(0x20)
      append(entry.value, to: &output)
    }
    appendText(">>", to: &output)
  }

  static func append(_ reference: PDFReference, to output: inout [UInt8]) {
    append(reference.number, to: &output)
    output.append(0x20)
    append(reference.generation, to: &output)
    appendText(" R", to: &output)
  }

  static func append(_ value: Int, to output: inout [UInt8]) {
    var magnitude = value.magnitude
    if value < 0 { output.append(0x2D) }
    let start = output.count
    repeat {
      output.append(0x30 + UInt8(magnitude % 10))
      magnitude /= 10
    } while magnitude > 0
    output[start...].reverse()
  }

  /// `value` in exactly `width` digits, zeros in front.
  static func appendPadded(_ value: Int, width: Int, to output: inout [UInt8]) {
    var value = value
    let start = output.count
    for _ in 0..<width {
      output.append(0x30 + UInt8(value % 10))
      value /= 10
    }
    output[start...].reverse()
  }

  static func append(_ real: PDFReal, to output: inout [UInt8]) {
    if !real.source.isEmpty {
      output.append(contentsOf: real.source)
      return
    }
    // Five decimals are 1/7,000,000 inch at the default scale; NaN and infinity have no PDF form.
    let value = real.value.isFinite ? min(max(real.value, -1e12), 1e12) : 0
    let scaled = Int((value * 100_000).rounded())
    if scaled < 0 { output.append(0x2D) }
    let magnitude = Int(scaled.magnitude)
    append(magnitude / 100_000, to: &output)
    var fraction = magnitude % 100_000
    if fraction == 0 { return }
    var width = 5
    while fraction % 10 == 0 {
      fraction /= 10
      width -= 1
    }
    output.append(0x2E)
    appendPadded(fraction, width: width, to: &output)
  }

  static func append(_ name: PDFName, to output: inout [UInt8]) {
    output.append(0x2F)
    name.forEachByte { byte in
      if CharacterClass.isRegular(byte), byte > 0x20, byte < 0x7F, byte != 0x23 {
        output.append(byte)
      } else {
        output.append(0x23)
        output.append(hexDigits[Int(byte >> 4)])
        output.append(hexDigits[Int(byte & 15)])
      }
    }
  }

  static func append(_ string: PDFString, to output: inout [UInt8]) {
    switch string.form {
    case .hexadecimal:
      output.append(0x3C)
      appendHex(string.bytes, to: &output)
      output.append(0x3E)
    case .literal:
      output.append(0x28)
      for byte in string.bytes {
        switch byte {
        case 0x28, 0x29, 0x5C:
          output.append(0x5C)
          output.append(byte)
        case 0x0D: appendText("\\r", to: &output)
        case 0x0A: appendText("\\n", to: &output)
        default: output.append(byte)
        }
      }
      output.append(0x29)
    }
  }

  static func appendHex(_ bytes: [UInt8], to output: inout [UInt8]) {
    output.reserveCapacity(output.count + bytes.count * 2)
    for byte in bytes {
      output.append(hexDigits[Int(byte >> 4)])
      output.append(hexDigits[Int(byte & 15)])
    }
  }

  static let hexDigits: [UInt8] = Array("0123456789ABCDEF".utf8)

  /// `n g obj … endobj`; `encoded` gives the bytes of a stream.
  static func appendIndirect(
    _ reference: PDFReference, _ object: PDFObject, encoded: ArraySlice<UInt8>?, to output: inout [UInt8]
  ) {
    append(reference.number, to: &output)
    output.append(0x20)
    append(reference.generation, to: &output)
    appendText(" obj\n", to: &output)
    if case .stream(let stream) = object, let encoded {
      var dictionary = stream.dictionary
      dictionary["Length"] = .integer(encoded.count)
      append(dictionary, to: &output)
      appendText("\nstream\n", to: &output)
      output.append(contentsOf: encoded)
      appendText("\nendstream", to: &output)
    } else {
      append(object, to: &output)
    }
    appendText("\nendobj\n", to: &output)
  }
}
