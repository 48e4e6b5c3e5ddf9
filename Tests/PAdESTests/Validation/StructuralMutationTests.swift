import CMS
import PAdES
import PDF
import Testing

/// Every structural position of signed files, one after the other: each token's boundaries, each object, table, trailer,
/// store, range and gap. Nothing that a signature covers can be changed, shifted or removed without being refused.
@Suite("mutation at every structural position")
struct StructuralMutationTests {
  /// What is done at a position.
  enum Change: String, CaseIterable, Sendable {
    case flipped, removed, spaced, doubled

    func apply(_ bytes: [UInt8], at position: Int) -> [UInt8] {
      var out = bytes
      switch self {
      case .flipped: out[position] ^= 0x01
      case .removed: out.remove(at: position)
      case .spaced: out.insert(0x20, at: position)
      case .doubled: out.insert(bytes[position], at: position)
      }
      return out
    }
  }

  /// Starts and ends of all tokens outside stream data, first and last octets of stream data, and every digit of
  /// numbers in tables and trailers. Found by a scanner of its own, so that no mistake of the reader hides a place.
  static func positions(_ bytes: [UInt8], outside gaps: [Range<Int>]) -> [Int] {
    var found: Set<Int> = []
    var index = 0
    let word = { (text: String, at: Int) in
      at + text.utf8.count <= bytes.count && bytes[at..<(at + text.utf8.count)].elementsEqual(text.utf8)
    }
    var previous = kind(bytes[0])
    while index < bytes.count {
      if let gap = gaps.first(where: { $0.contains(index) }) {
        found.formUnion([gap.lowerBound, gap.upperBound - 1])
        index = gap.upperBound
        previous = 0
        continue
      }
      if word("stream", index), index > 3, !word("endstream", index - 3) {
        var end = index
        while !word("endstream", end) { end += 1 }
        found.formUnion([index, index + 6, index + 7, (index + 7 + end) / 2, end - 2, end - 1])
        index = end
        continue
      }
      let current = kind(bytes[index])
      if current != previous || current == 3 { found.formUnion([index, max(0, index - 1)]) }
      previous = current
      index += 1
    }
    for text in ["xref", "trailer", "startxref", "%%EOF", "/ByteRange", "/DSS", "/Root", "/Prev", "/Size", "/ID"] {
      var start = 0
      while start < bytes.count {
        if word(text, start), !gaps.contains(where: { $0.contains(start) }) {
          found.formUnion(start..<min(bytes.count, start + text.utf8.count + 24))
        }
        start += 1
      }
    }
    return found.filter { place in !gaps.contains { $0.dropFirst().dropLast().contains(place) } }.sorted()
  }

  /// 0 blank, 1 letters, 2 digits, 3 delimiter.
  private static func kind(_ byte: UInt8) -> Int {
    switch byte {
    case 0, 9, 10, 12, 13, 32: 0
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"): 2
    case 0x28, 0x29, 0x3C, 0x3E, 0x5B, 0x5D, 0x7B, 0x7D, 0x2F, 0x25: 3
    default: 1
    }
  }

  /// The `<…>` of every signature value, delimiters included.
  static func gaps(_ bytes: [UInt8]) throws -> [Range<Int>] {
    let view = try PDFDocument(bytes).currentView
    return try view.signatureFields().compactMap { field in
      guard let reference = field.valueReference else { return nil }
      return try view.signatureLayout(of: reference)?.contents
    }
  }

  private struct Sample: Sendable {
    let name: String
    let bytes: [UInt8]
    let pki: SigningPKI
  }

  /// One party at B-B and B-T; two parties at B-LTA, whose last time stamp covers store and everything before it.
  private static func samples() async throws -> [Sample] {
    let pki = try await SigningPKI()
    let authority = try pki.authority()
    func signed(_ bytes: [UInt8], _ field: String, isStamped: Bool) async throws -> [UInt8] {
      let holder = try await pki.party(field, serial: UInt8(field.utf8.count))
      let signer = try PDFSigner(certificate: holder.certificate, chain: [pki.issuing.certificate], algorithm: holder.key.algorithm)
      var request = SignatureRequest(field: .existing(field), time: pki.now)
      request.certifies = field == "A"
      return try await signer.sign(try PDFDocument(bytes), request, key: holder.key, tokenOctets: isStamped ? 2200 : 0) {
        isStamped ? try await authority.token(imprint: $0) : nil
      }.bytes
    }
    func prepared(_ names: [String]) throws -> [UInt8] {
      let parties = names.map {
        SignaturePreparation.Party(signature: .init(name: $0, page: 0, rect: PDFRectangle(50, 50, 90, 90)))
      }
      return try SignaturePreparation(parties).apply(to: try PDFDocument(SamplePDF.contract(pages: 1)))
    }
    let one = try await signed(try prepared(["A"]), "A", isStamped: false)
    let stamped = try await signed(try prepared(["A"]), "A", isStamped: true)
    let two = try await signed(signed(prepared(["A", "Bb"]), "A", isStamped: true), "Bb", isStamped: true)
    let archived = try await LongTermExtender(roots: [pki.root.certificate], now: pki.now)
      .extend(try PDFDocument(two), supply: pki.revocation()) { try await authority.token(imprint: $0) }
    return [("B-B", one), ("B-T", stamped), ("two parties, B-LTA", archived)].map { Sample(name: $0.0, bytes: $0.1, pki: pki) }
  }

  /// Places whose changed file is taken as it should not be.
  private static func survivors(
    _ sample: Sample, _ places: [(Int, Change)], _ isTaken: @Sendable @escaping (ValidationReport, Int) -> Bool
  ) async -> [String] {
    await withTaskGroup(of: [String].self) { group in
      for part in 0..<2 {
        group.addTask {
          var found: [String] = []
          for (index, place) in places.enumerated() where index % 2 == part {
            let forged = place.1.apply(sample.bytes, at: place.0)
            // One more line end behind the whole file changes nothing that was there.
            if forged.starts(with: sample.bytes) { continue }
            let report = sample.pki.report(forged)
            guard isTaken(report, place.1 == .doubled ? place.0 + 1 : place.0) else { continue }
            let context = String(decoding: sample.bytes[max(0, place.0 - 12)..<min(sample.bytes.count, place.0 + 12)], as: UTF8.self)
            found.append("\(report.verdict): \(place.1) at \(place.0) in \(context.debugDescription), \(report.signatures.map(\.message))")
          }
          return found
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
  }

  @Test("drill 22: whatever is done at a structural position of covered bytes, no signature over them is taken for valid")
  func everywhere() async throws {
    for sample in try await Self.samples() {
      #expect(sample.pki.report(sample.bytes).verdict == .valid, "\(sample.name)")
      let gaps = try Self.gaps(sample.bytes)
      let positions = Self.positions(sample.bytes, outside: gaps)
      // All four changes on the small file; on the large ones one after the other, so that each place gets one.
      let isSmall = sample.name == "B-B"
      let places = positions.enumerated().flatMap { index, position in
        (isSmall ? Change.allCases : [Change.allCases[index % 4]]).map { (position, $0) }
      }
      #expect(places.count > 1000, "\(sample.name) has only \(places.count) places")
      // Refused, or without any signature to rely on. A change behind everything that the remaining signatures cover,
      // which takes the last one away, leaves those as they are.
      let survivors = await Self.survivors(sample, places) { report, place in
        switch report.verdict {
        case .invalid, .unreadable, .unsigned: false
        case .indeterminate: true
        case .valid: place < report.signatures.map(\.revisionEnd).max() ?? 0
        }
      }
      #expect(survivors.isEmpty, "\(sample.name), of \(places.count): \(survivors.prefix(20))")
    }
  }

  @Test("drill 22: no tag, no signature octet and no padding inside a gap can change")
  func insideGaps() async throws {
    for sample in try await Self.samples() {
      for gap in try Self.gaps(sample.bytes) {
        let digits = Array(sample.bytes[(gap.lowerBound + 1)..<(gap.upperBound - 1)])
        let value = stride(from: 0, to: digits.count - 1, by: 2).compactMap { index in
          UInt8(String(decoding: digits[index...(index + 1)], as: UTF8.self), radix: 16)
        }
        try #require(value.count * 2 == digits.count)
        let used = try SignedData(value, allowsTrailingBytes: true).octetCount
        // The bag of certificates is not signed (RFC 5652 §5.1): other certificates may lie in it, and prove nothing.
        var places = Self.tags(value[..<used]).map { gap.lowerBound + 1 + 2 * $0 }
        let padding = (gap.lowerBound + 1 + 2 * used)..<(gap.upperBound - 1)
        places += padding.filter { ($0 - padding.lowerBound) % 61 < 2 || padding.upperBound - $0 < 4 }
        // The time stamp inside a signature is not signed: a damaged one proves nothing, and the level falls (L2).
        let isStamped = sample.name == "B-T"
        let survivors = await Self.survivors(sample, places.map { ($0, .flipped) }) { report, _ in
          let fell = isStamped && report.signatures.allSatisfy { $0.timeSource == .claimed && $0.level == .basic }
          return report.verdict == .valid && !fell
        }
        #expect(survivors.isEmpty, "\(sample.name), of \(places.count): \(survivors.prefix(20))")
      }
    }
  }

  /// Offsets of all tags of a DER value; bags of certificates are not entered.
  private static func tags(_ bytes: ArraySlice<UInt8>) -> [Int] {
    var found: [Int] = []
    var seen: [UInt8] = []
    var index = bytes.startIndex
    while index + 1 < bytes.endIndex {
      var length = Int(bytes[index + 1])
      var start = index + 2
      if length > 127 {
        let count = length - 128
        guard count <= 4, start + count <= bytes.endIndex else { return found }
        length = bytes[start..<(start + count)].reduce(0) { $0 << 8 | Int($1) }
        start += count
      }
      guard start + length <= bytes.endIndex else { return found }
      found.append(index)
      // SignedData is version, digestAlgorithms, encapContentInfo, then the bag.
      let isBag = bytes[index] == 0xA0 && seen == [0x02, 0x31, 0x30]
      if bytes[index] & 0x20 != 0, !isBag { found += tags(bytes[start..<(start + length)]) }
      seen.append(bytes[index])
      index = start + length
    }
    return found
  }
}
