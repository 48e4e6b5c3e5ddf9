import Testing

@testable import PDF

/// Damaged input never traps and never takes long; what still opens behaves (R12).
@Suite struct MutationTests {
  /// A small fixed generator, so that a failure repeats.
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  static func seeds() throws -> [[UInt8]] {
    var signed = try IncrementalUpdate(try TestFile.compressed().open())
    let page = try signed.page(at: 0)
    let field = try signed.addSignatureField(name: "A.B", page: page, rect: PDFRectangle(0, 0, 9, 9))
    let signature = signed.allocate()
    signed.setSignature(signature, dictionary: ["Type": .name("Sig")], capacity: 20)
    try signed.setFieldValue(field, .reference(signature))
    return [
      TestFile.classic(page: "/Annots[<</A 1>>]").bytes, TestFile.compressed().bytes, TestFile.hybrid().bytes,
      try signed.serialize(), DocumentRewriterTests.form("/FT/Tx/V(x)/AP<</N 6 0 R>>").bytes,
    ] + (QPDF.isAvailable ? [try EncryptionTests.encrypted(["256"], user: "", owner: "o")] : [])
  }

  /// Everything a caller may ask of a file.
  static func use(_ bytes: [UInt8]) {
    guard let document = try? PDFDocument(bytes) else { return }
    for revision in document.revisions {
      let view = document.view(at: revision.index)
      _ = try? view.pages().map { (page) throws(PDFError) in try view.contentData(of: page) }
      _ = try? view.formFields()
      _ = try? document.coverage(of: revision.index)
      for number in view.objectNumbers.prefix(50) {
        _ = try? view.object(PDFReference(number))
        _ = try? view.signatureLayout(of: PDFReference(number))
      }
    }
    _ = try? PreSignLinter.findings(in: document)
    if let result = try? DocumentRewriter.rewrite(document) {
      #expect((try? PDFDocument(result.bytes)) != nil, "what we write we can read")
    }
    if var update = try? IncrementalUpdate(document) {
      if let page = try? update.page(at: 0) {
        _ = try? update.addSignatureField(name: "New", page: page, rect: page.cropBox)
        _ = try? update.importPage(of: document)
      }
      _ = try? update.serialize()
    }
  }

  @Test("random damage is survived", arguments: 0..<40)
  func damage(_ seed: Int) throws {
    var generator = Generator(state: UInt64(seed) &* 977 &+ 13)
    let tokens = [
      "<<", ">>", "[", "]", "(", ")", "/", "R", "obj", "endobj", "stream", "endstream", "%", "xref", "0", "-1",
      "99999999999", "\0",
    ]
    for original in try MutationTests.seeds() {
      for _ in 0..<40 {
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          let place = Int.random(in: 0..<bytes.count, using: &generator)
          switch Int.random(in: 0..<6, using: &generator) {
          case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
          case 1: bytes.remove(at: place)
          case 2: bytes.insert(contentsOf: Array((tokens.randomElement(using: &generator) ?? "").utf8), at: place)
          case 3: bytes.removeLast(min(bytes.count - 1, Int.random(in: 0..<200, using: &generator)))
          case 4: bytes[place] = UInt8(0x30 + Int.random(in: 0..<10, using: &generator))
          default:
            let end = min(bytes.count, place + Int.random(in: 0..<60, using: &generator))
            bytes.append(contentsOf: bytes[place..<end])
          }
        }
        MutationTests.use(bytes)
      }
    }
  }

  @Test("digits of offsets and lengths are replaced one by one")
  func digits() throws {
    for original in try MutationTests.seeds() {
      for place in original.indices where original[place] >= 0x30 && original[place] <= 0x39 {
        var bytes = original
        bytes[place] = original[place] == 0x39 ? 0x30 : original[place] + 1
        MutationTests.use(bytes)
      }
    }
  }

  @Test("every prefix of a file is refused or read, never trapped over")
  func prefixes() throws {
    for original in try MutationTests.seeds() {
      for count in stride(from: 0, to: original.count, by: 7) { MutationTests.use(Array(original[..<count])) }
    }
  }
}
