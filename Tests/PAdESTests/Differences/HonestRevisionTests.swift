import CMS
import PAdES
import PDF
import Testing

/// Later revisions of honest programs: none may break a signature (A7).
@Suite("Honest later revisions")
struct HonestRevisionTests {
  private static let xmp = ShadowContract.stream("<x:xmpmeta xmlns:x='adobe:ns:meta/'> </x:xmpmeta>", "/Type /Metadata /Subtype /XML")
  private static let widget = "/Type /Annot /Subtype /Widget /FT /Sig /F 4 /P 4 0 R"
  private static func filled(_ forgery: Forgery) -> String {
    forgery.body(7).replacing("(100)", "(200)").replacing("10 0 R", "60 0 R")
  }
  private static let look = ShadowContract.stream("BT (200) Tj ET", "/Type /XObject /Subtype /Form /BBox [0 0 200 20]")

  static let updates: [(name: String, changes: SignatureReport.Changes, forge: ShadowAttackTests.Forge)] = [
    ("an unused number is freed", .none, { $0.pointing([], freed: [39]) }),
    ("a dead object is freed", .none, { $0.pointing([], freed: [15]) }),
    ("a font is written again as it was", .none, { $0.update([(3, "<< /Type /Font /BaseFont /Helvetica /Subtype /Type1 >>")]) }),
    ("new objects in an object stream", .none, { $0.streamUpdate([], packed: [(60, "<< /A 1 >>")]) }),
    ("another end of line before the update", .none, { Forgery(bytes: $0.bytes + [10]).update([(60, "null")]) }),
    ("metadata written in place", .archival, { $0.update([(16, xmp)]) }),
    ("metadata in a new object", .archival, { $0.update([(1, $0.body(1).replacing("16 0 R", "60 0 R")), (60, xmp)]) }),
    ("metadata moved and the old freed", .archival, { forgery in
      Forgery(bytes: forgery.update([(1, forgery.body(1).replacing("16 0 R", "60 0 R")), (60, xmp)])).pointing([], freed: [16])
    }),
    ("a version in the catalog", .archival, { $0.catalog("/Version /2.0") }),
    ("a higher extension level", .archival, { $0.update([(1, $0.body(1).replacing("/ExtensionLevel 1", "/ExtensionLevel 5"))]) }),
    ("mark information", .archival, { $0.catalog("/MarkInfo << /Marked true >>") }),
    ("validation data", .archival, { $0.update([(1, $0.body(1).replacing("/Pages", "/DSS << /Certs [] >> /Pages"))]) }),
    ("validation data written anew", .archival, { forgery in
      let first = Forgery(bytes: forgery.update([(1, forgery.body(1).replacing("/Pages", "/DSS 60 0 R /Pages")), (60, "<< /VRI << /AB 61 0 R >> >>"), (61, "<< /TU (a) >>")]))
      return first.update([(60, "<< /VRI << /AB 62 0 R >> >>"), (62, "<< /TU (b) >>")])
    }),
    ("an empty invisible field", .archival, { $0.form("60 0 R", [(60, "<< \(widget) /T (X) /Rect [0 0 0 0] >>")]) }),
    ("a new field in a tagged file", .archival, { forgery in
      Forgery(bytes: forgery.form("60 0 R", [
        (60, "<< \(widget) /T (X) /Rect [0 0 0 0] /StructParent 1 >>"), (61, "<< /Type /StructElem /S /Form /P 21 0 R /K 62 0 R >>"),
        (62, "<< /Type /OBJR /Obj 60 0 R >>"), (21, "<< /Type /StructElem /S /Document /P 20 0 R /K [61 0 R] >>"),
        (22, "<< /Nums [0 [21 0 R] 1 61 0 R] >>"), (20, forgery.body(20).replacing("NextKey 1", "NextKey 2")),
      ])).bytes
    }),
    ("a field filled", .formFilling, { $0.update([(7, filled($0)), (60, look)]) }),
    ("a field filled through an object stream", .formFilling, { $0.streamUpdate([(60, look)], packed: [(7, filled($0))]) }),
    ("an appearance written in place", .formFilling, { $0.update([(10, $0.body(10).replacing("(100)", "(200)"))]) }),
    ("a font only an appearance uses", .formFilling, { $0.update([(13, "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>")]) }),
    ("the old appearance freed", .formFilling, { Forgery(bytes: $0.update([(7, filled($0)), (60, look)])).pointing([], freed: [10, 11]) }),
    ("default resources grow", .formFilling, { $0.update([(8, $0.body(8).replacing("/F1 3 0 R", "/F1 3 0 R /F9 13 0 R"))]) }),
  ]

  @Test("an honest update keeps the signature valid and is classified", arguments: updates.map(\.name), [0, 2])
  func update(_ name: String, _ permission: Int) async throws {
    let pki = try await SigningPKI()
    let update = try #require(Self.updates.first { $0.name == name })
    let bytes = try await ShadowContract.signed(pki, certifies: permission == 2)
    let later = update.forge(Forgery(bytes: bytes))
    #expect(later.count > bytes.count)
    let report = pki.report(later)
    #expect(report.verdict == .valid, "\(report.problem ?? "") \(report.signatures.map(\.findings))")
    #expect(report.signatures.first?.changes == update.changes)
    // P=1 lets only archival changes pass.
    let strict = update.forge(Forgery(bytes: try await ShadowContract.signed(pki, permission: 1)))
    #expect(pki.refuses(strict) == (update.changes > .archival))
  }

  @Test("comments need P=3, and a visible field needs a document that is not certified")
  func permissions() async throws {
    let pki = try await SigningPKI()
    let note = "<< /Type /Annot /Subtype /Text /Rect [50 700 70 720] /Contents (?) >>"
    let field = "<< \(Self.widget) /T (X) /Rect [50 300 200 350] >>"
    for (permission, allowsNote, allowsField) in [(1, false, false), (2, false, false), (3, true, false)] {
      let forgery = Forgery(bytes: try await ShadowContract.signed(pki, permission: permission))
      #expect(pki.refuses(forgery.annotation(note)) == !allowsNote)
      #expect(pki.refuses(forgery.form("60 0 R", [(60, field)])) == !allowsField)
    }
    let free = Forgery(bytes: try await ShadowContract.signed(pki))
    #expect(pki.report(free.form("60 0 R", [(60, field)])).verdict == .valid)
    #expect(pki.refuses(free.form("60 0 R", [(60, field)]), profile: .contract))
    #expect(pki.refuses(free.annotation(note)))
  }

  @Test("a contract lets only the signature that locks a place fill it")
  func contractProfile() async throws {
    let pki = try await SigningPKI()
    let forgery = Forgery(bytes: try await ShadowContract.signed(pki))
    let filled = forgery.update([(7, Self.filled(forgery)), (60, Self.look)])
    #expect(pki.report(filled).verdict == .valid)
    #expect(pki.refuses(filled, profile: .contract))

    typealias Place = SignaturePreparation.Place
    func party(_ name: String, _ y: Double) -> SignaturePreparation.Party {
      .init(
        signature: Place(name: name, page: 0, rect: PDFRectangle(50, y, 200, y + 60)),
        texts: [Place(name: name + "Date", page: 1, rect: PDFRectangle(50, y, 200, y + 20))])
    }
    var bytes = try SignaturePreparation([party("A", 100), party("B", 300)]).apply(to: PDFDocument(SamplePDF.contract()))
    let other = try await pki.party("乙方", serial: 9)
    for (name, holder) in [("A", (certificate: pki.signer, key: pki.key)), ("B", other)] {
      var request = SignatureRequest(field: .existing(name), time: pki.now)
      request.appearance = SignatureAppearance(pdf: SamplePDF.seal())
      request.fillings = [.init(field: name + "Date", appearance: SignatureAppearance(pdf: SamplePDF.seal()), text: "today")]
      request.certifies = name == "A"
      let signer = try PDFSigner(certificate: holder.certificate, chain: pki.chain, algorithm: holder.key.algorithm)
      bytes = try await signer.sign(PDFDocument(bytes), request, key: holder.key) { _ in nil }.bytes
    }
    let report = pki.report(bytes, profile: .contract)
    #expect(report.verdict == .valid && report.signatures.count == 2, "\(report.signatures.map(\.findings))")
  }
}
