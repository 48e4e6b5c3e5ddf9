extension IncrementalUpdate {
  /// The whole new file: the old bytes, then the update.
  public func serialize() throws(PDFError) -> [UInt8] { try prepare().serialize() }

  /// The appended section with its placeholder filled in except for `/Contents`.
  /// Throws `updateRefused` when nothing changed or a reference does not fit the file.
  public func prepare() throws(PDFError) -> PreparedUpdate {
    guard !pending.isEmpty else { throw PDFError(.updateRefused, "The update is empty.") }
    var output: [UInt8] = []
    output.reserveCapacity(estimatedSize)
    let base = document.bytes.count
    if let last = document.bytes.last, last != 0x0A, last != 0x0D { output.append(0x0A) }
    var offsets: [(reference: PDFReference, offset: Int)] = []
    offsets.reserveCapacity(pending.count + 1)
    var marks: SignatureMarks?
    for number in changedObjects {
      let reference = PDFReference(number, generations[number, default: 0])
      try check(reference)
      offsets.append((reference, base + output.count))
      switch pending[number] {
      case .object(let object):
        var (object, encoded) = (object, ArraySlice<UInt8>?.none)
        if case .stream(let stream) = object { encoded = try encodedBytes(of: stream) }
        if let security = document.security {
          if case .stream(let stream) = object, let plain = encoded {
            encoded = try security.encryptStream(plain, dictionary: stream.dictionary, owner: reference)[...]
          }
          object = try security.encrypt(object, owner: reference)
        }
        ObjectWriter.appendIndirect(reference, object, encoded: encoded, to: &output)
      case .signature(let dictionary, let capacity):
        guard marks == nil else {
          throw PDFError(.updateRefused, "An update can hold one signature; the second would not cover the first.")
        }
        // The placeholder of /Contents is written apart: it is never encrypted (§7.6.2).
        let values = try document.security?.encrypt(.dictionary(dictionary), owner: reference).dictionaryValue
        marks = SignatureMarks.append(reference, values ?? dictionary, capacity: capacity, to: &output)
      case nil: break
      }
    }
    let identifier = newIdentifier(output, excluding: marks?.contents)
    appendCrossReference(offsets, identifier: identifier, to: &output)
    let placeholder = try marks?.finish(in: &output, base: base)
    return PreparedUpdate(document: document, section: output, placeholder: placeholder)
  }

  private var estimatedSize: Int {
    pending.values.reduce(1024) { size, item in
      switch item {
      case .signature(_, let capacity): size + 2 * capacity + 512
      case .object(.stream(let stream)):
        switch stream.content {
        case .bytes(let bytes): size + bytes.count + 256
        case .file(let range): size + range.count + 256
        }
      case .object: size + 512
      }
    }
  }

  /// A changed object must be in use under the same generation; a new one must have a new number (W3).
  private func check(_ reference: PDFReference) throws(PDFError) {
    if let known = base.reference(toNumber: reference.number) {
      guard known == reference else {
        throw PDFError(.updateRefused, "Object \(reference.number) has generation \(known.generation).")
      }
    } else {
      let firstNew = max(trailer["Size"]?.integerValue ?? 1, document.index.numberLimit)
      guard reference.generation == 0, reference.number >= firstNew, reference.number < nextNumber else {
        throw PDFError(.updateRefused, "Object number \(reference.number) is free; allocate a new one instead.")
      }
    }
  }

  // MARK: cross-reference

  private func appendCrossReference(
    _ offsets: [(reference: PDFReference, offset: Int)], identifier: PDFObject?, to output: inout [UInt8]
  ) {
    guard let last = document.revisions.last else { return }
    let start = document.bytes.count + output.count
    var trailer = PDFDictionary()
    for key in ["Root", "Info", "Encrypt"] as [PDFName] { trailer[key] = self.trailer[key] }
    trailer["ID"] = identifier
    trailer["Prev"] = .integer(last.crossReferenceOffset)
    if last.kind == .stream {
      appendStream(offsets, trailer: trailer, start: start, to: &output)
    } else {
      trailer["Size"] = .integer(nextNumber)
      appendTable(offsets, trailer: trailer, to: &output)
    }
    ObjectWriter.appendText("startxref\n", to: &output)
    ObjectWriter.append(start, to: &output)
    ObjectWriter.appendText("\n%%EOF\n", to: &output)
  }

  private func appendTable(
    _ offsets: [(reference: PDFReference, offset: Int)], trailer: PDFDictionary, to output: inout [UInt8]
  ) {
    ObjectWriter.appendText("xref\n", to: &output)
    for run in IncrementalUpdate.runs(offsets) {
      ObjectWriter.append(offsets[run.lowerBound].reference.number, to: &output)
      output.append(0x20)
      ObjectWriter.append(run.count, to: &output)
      output.append(0x0A)
      for item in offsets[run] {
        ObjectWriter.appendPadded(item.offset, width: 10, to: &output)
        output.append(0x20)
        ObjectWriter.appendPadded(item.reference.generation, width: 5, to: &output)
        ObjectWriter.appendText(" n \n", to: &output)
      }
    }
    ObjectWriter.appendText("trailer\n", to: &output)
    ObjectWriter.append(trailer, to: &output)
    output.append(0x0A)
  }

  private func appendStream(
    _ offsets: [(reference: PDFReference, offset: Int)], trailer: PDFDictionary, start: Int, to output: inout [UInt8]
  ) {
    // The stream lists itself under a number of its own.
    let own = PDFReference(nextNumber)
    let offsets = offsets + [(own, start)]
    var width = 4
    while start >> (8 * width) != 0 { width += 1 }
    var data: [UInt8] = []
    data.reserveCapacity(offsets.count * (3 + width))
    for item in offsets {
      data.append(1)
      for byte in (0..<width).reversed() { data.append(UInt8(truncatingIfNeeded: item.offset >> (8 * byte))) }
      data.append(UInt8(truncatingIfNeeded: item.reference.generation >> 8))
      data.append(UInt8(truncatingIfNeeded: item.reference.generation))
    }
    var index: [PDFObject] = []
    for run in IncrementalUpdate.runs(offsets) {
      index.append(.integer(offsets[run.lowerBound].reference.number))
      index.append(.integer(run.count))
    }
    var dictionary: PDFDictionary = [
      "Type": .name("XRef"), "Size": .integer(nextNumber + 1),
      "W": .array([.integer(1), .integer(width), .integer(2)]), "Index": .array(index),
    ]
    for entry in trailer.entries { dictionary[entry.key] = entry.value }
    ObjectWriter.appendIndirect(
      own, .stream(PDFStream(dictionary: dictionary, encoded: data)), encoded: data[...], to: &output)
  }

  /// Ranges of `offsets` with consecutive object numbers.
  static func runs(_ offsets: [(reference: PDFReference, offset: Int)]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = 0
    for index in offsets.indices {
      let next = index + 1
      if next == offsets.count || offsets[next].reference.number != offsets[index].reference.number + 1 {
        result.append(start..<next)
        start = next
      }
    }
    return result
  }

  // MARK: identifier

  /// First half kept, second half new (§14.4); nil when the file has no `/ID`.
  private func newIdentifier(_ output: [UInt8], excluding gap: Range<Int>?) -> PDFObject? {
    guard let old = try? array("ID", of: trailer), old.count == 2, let first = old[0].stringValue else {
      return trailer["ID"]
    }
    let second = fileIdentifier ?? IncrementalUpdate.mix(output, excluding: gap ?? 0..<0, seed: document.bytes.count)
    return .array([.string(PDFString(first.bytes, form: .hexadecimal)), .string(PDFString(second, form: .hexadecimal))])
  }

  /// 16 bytes that differ when the update differs. An identifier, not a digest: nothing relies on its strength.
  static func mix(_ bytes: [UInt8], excluding gap: Range<Int>, seed: Int) -> [UInt8] {
    var low = 0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: seed)
    var high = 0x9E37_79B9_7F4A_7C15 &+ UInt64(truncatingIfNeeded: seed)
    for range in [0..<gap.lowerBound, gap.upperBound..<bytes.count] {
      for byte in bytes[range] {
        low = (low ^ UInt64(byte)) &* 0x100_0000_01B3
        high = (high ^ low) &* 0xFF51_AFD7_ED55_8CCD
      }
    }
    var result: [UInt8] = []
    for word in [low, high] {
      for shift in stride(from: 56, through: 0, by: -8) {
        result.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
    return result
  }
}
