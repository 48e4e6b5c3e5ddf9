import CMS
import PAdES
import PDF
import Testing

/// Attacks that change what a reader sees after signing (A8): each has to be refused with a reason.
@Suite("Attacks by a later revision")
struct ShadowAttackTests {
  typealias Forge = @Sendable (Forgery) -> [UInt8]
  private static func stream(_ data: String, _ dictionary: String = "") -> String {
    ShadowContract.stream(data, dictionary)
  }
  private static let page = "<< /Type /Page /Parent 2 0 R /Contents 5 0 R "
  private static let resources = "/Resources << /Font << /F1 3 0 R >> /XObject << /Cover 12 0 R >> >> >>"
  private static let fieldB = "/FT /Sig /T (PartyB) /F 4 /P 4 0 R"

  static let attacks: [(name: String, forge: Forge)] = [
    // Incremental saving (ISA) and its cross-reference stream variants.
    ("content replaced", { $0.update([(5, stream("q Q"))]) }),
    ("content replaced through a cross-reference stream", { $0.streamUpdate([(5, stream("q Q"))]) }),
    ("page replaced inside an object stream", { $0.streamUpdate([], packed: [(4, page + "/MediaBox [0 0 9 9] >>")]) }),
    ("cross-reference stream without a chain", { $0.streamUpdate([(5, stream("q Q"))], previous: false) }),
    ("content entry led to a dead object of the signed bytes", { forgery in
      let place = Forgery.find(Array("5 0 obj\n<<  /Length 38".utf8), in: forgery.bytes, last: true) ?? 0
      return forgery.pointing([(5, place)])
    }),
    ("indirect stream length cut", { $0.update([(14, "8")]) }),
    ("page points to the dead content", { $0.update([(4, page.replacing("5 0 R", "15 0 R") + "/Annots [7 0 R 9 0 R] " + resources)]) }),
    // Shadow hide and replace.
    ("covering form freed", { $0.pointing([], freed: [12]) }),
    ("covering form emptied", { $0.update([(12, stream("", "/Type /XObject /Subtype /Form /BBox [0 0 1 1]"))]) }),
    ("font replaced", { $0.update([(3, "<< /Type /Font /Subtype /Type3 /BaseFont /Evil >>")]) }),
    ("font freed", { $0.pointing([], freed: [3]) }),
    ("page freed", { $0.pointing([], freed: [4]) }),
    ("metadata with entities", { $0.update([(16, stream("<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", "/Type /Metadata /Subtype /XML"))]) }),
    // Pages and catalog.
    ("page moved", { $0.update([(4, page + "/Rotate 90 /Annots [7 0 R 9 0 R] " + resources)]) }),
    ("page box", { $0.update([(4, page + "/CropBox [0 0 10 10] /Annots [7 0 R 9 0 R] " + resources)]) }),
    ("page resources", { $0.update([(4, page + "/Annots [7 0 R 9 0 R] /Resources << /Font << /F1 13 0 R >> >> >>")]) }),
    ("page tree grows", { $0.update([(2, "<< /Type /Pages /Kids [4 0 R 60 0 R] /Count 2 /MediaBox [0 0 595 842] >>"), (60, "<< /Type /Page /Parent 2 0 R >>")]) }),
    ("page actions", { $0.update([(4, page + "/AA << /O << /S /JavaScript /JS (x) >> >> /Annots [7 0 R 9 0 R] " + resources)]) }),
    ("annotations are no array", { $0.update([(4, page + "/Annots 15 0 R " + resources)]) }),
    ("annotation removed", { $0.update([(4, page + "/Annots [9 0 R] " + resources)]) }),
    ("annotations reordered", { $0.update([(4, page + "/Annots [9 0 R 7 0 R] " + resources)]) }),
    ("catalog names", { $0.catalog("/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (x) >>] >> >>") }),
    ("catalog layers", { $0.catalog("/OCProperties << /OCGs [] /D << >> >>") }),
    ("structure tree replaced", { $0.catalog("", structure: "/StructTreeRoot << /Type /StructTreeRoot >>") }),
    ("structure tree re-ordered", { $0.update([(21, "<< /Type /StructElem /S /Document /P 20 0 R /K [0] /ActualText (Pay 1) >>")]) }),
    ("metadata removed", { $0.catalog("", metadata: "") }),
    // Forms.
    ("field removed", { $0.update([(8, "<< /Fields [9 0 R] /DA (/F1 12 Tf) /DR << /Font << /F1 3 0 R >> >> >>")]) }),
    ("field moved", { $0.update([(7, "<< /Type /Annot /Subtype /Widget /FT /Tx /T (Amount) /V (100) /Rect [0 0 595 842] /F 4 /P 4 0 R /AP << /N 10 0 R >> >>")]) }),
    ("field renamed", { $0.update([(7, "<< /Type /Annot /Subtype /Widget /FT /Tx /T (Total) /V (100) /Rect [50 600 250 620] /F 4 /P 4 0 R /AP << /N 10 0 R >> >>")]) }),
    ("field retyped", { $0.update([(9, "<< /Type /Annot /Subtype /Widget /FT /Tx /V (x) /T (PartyB) /Rect [50 100 250 180] /F 4 /P 4 0 R >>")]) }),
    ("field with an action", { $0.update([(9, "<< /Type /Annot /Subtype /Widget \(fieldB) /Rect [50 100 250 180] /A << /S /JavaScript /JS (x) >> >>")]) }),
    ("text field added", { $0.form("60 0 R", [(60, "<< /Subtype /Widget /FT /Tx /T (New) /V (999) /Rect [0 0 0 0] >>")]) }),
    ("second field of the same name", { $0.form("60 0 R", [(60, "<< /Subtype /Widget /FT /Sig /T (PartyA) /Rect [0 0 0 0] >>")]) }),
    ("form scripted", { $0.update([(8, "<< /Fields [7 0 R 9 0 R 30 0 R] /XFA (x) /DA (/F1 12 Tf) >>")]) }),
    ("form asks viewers to redraw", { $0.update([(8, $0.body(8).replacing("/DA", "/NeedAppearances true /DA"))]) }),
    ("default font replaced", { $0.update([(8, $0.body(8).replacing("/F1 3 0 R", "/F1 13 0 R"))]) }),
    // Evil annotations.
    ("free text", { $0.annotation("<< /Type /Annot /Subtype /FreeText /Contents (999) /DA (/F1 12 Tf) /Rect [50 770 250 800] >>") }),
    ("stamp", { $0.annotation("<< /Type /Annot /Subtype /Stamp /Rect [50 770 250 800] /AP << /N 12 0 R >> >>") }),
    ("redaction", { $0.annotation("<< /Type /Annot /Subtype /Redact /Rect [50 770 250 800] /OverlayText (999) >>") }),
    ("highlight with its own picture", { $0.annotation("<< /Type /Annot /Subtype /Highlight /Rect [50 770 250 800] /AP << /N 12 0 R >> >>") }),
    ("link", { $0.annotation("<< /Type /Annot /Subtype /Link /Rect [50 770 250 800] /A << /S /URI /URI (http://x) >> >>") }),
    ("unknown annotation", { $0.annotation("<< /Type /Annot /Rect [50 770 250 800] >>") }),
    // Sneaky signatures.
    ("signature field that is a stamp", { $0.form("60 0 R", [(60, "<< /Type /Annot /Subtype /Stamp /FT /Sig /T (X) /Rect [0 0 0 0] >>")]) }),
    ("unsigned field that draws over the page", { $0.form("60 0 R", [(60, "<< /Subtype /Widget /FT /Sig /T (X) /Rect [0 0 500 500] /AP << /N 12 0 R >> >>")]) }),
    ("picture in a prepared empty field", { $0.update([(9, "<< /Type /Annot /Subtype /Widget \(fieldB) /Rect [50 100 250 180] /AP << /N 12 0 R >> >>")]) }),
    ("new signature field with an action", { $0.form("60 0 R", [(60, "<< /Subtype /Widget /FT /Sig /T (X) /Rect [0 0 0 0] /AA << >> >>")]) }),
    // The signature itself.
    ("signature value replaced by a copy", { forgery in
      let (field, value) = (forgery.number(holding: "/T (PartyA)"), forgery.number(holding: "/ByteRange"))
      return forgery.update([(field, forgery.body(field).replacing("\(value) 0 R", "70 0 R")), (70, forgery.body(value))])
    }),
    ("signature dictionary rewritten", { forgery in
      let value = forgery.number(holding: "/ByteRange")
      return forgery.update([(value, forgery.body(value).replacing("/Filter", "/Name (Somebody else) /Filter"))])
    }),
    ("signature removed", { forgery in
      let (field, value) = (forgery.number(holding: "/T (PartyA)"), forgery.number(holding: "/ByteRange"))
      return forgery.update([(field, forgery.body(field).replacing("/V \(value) 0 R", ""))])
    }),
    ("signature freed", { $0.pointing([], freed: [$0.number(holding: "/ByteRange")]) }),
    ("signed field made visible", { forgery in
      let field = forgery.number(holding: "/T (PartyA)")
      return forgery.update([(field, forgery.body(field).replacing("[0 0 0 0]", "[0 0 500 500]"))])
    }),
    ("old signature shown in another field", { forgery in
      forgery.form("60 0 R", [(60, "<< /Subtype /Widget /FT /Sig /T (Z) /Rect [0 0 0 0] /V \(forgery.number(holding: "/ByteRange")) 0 R >>")])
    }),
    ("permissions changed", { $0.catalog("/Perms << /UR3 \($0.number(holding: "/ByteRange")) 0 R >>") }),
    // Structure.
    ("another page tree by a new root", { Forgery(bytes: $0.update([(90, "<< /Type /Catalog /Pages 2 0 R >>")])).replacingLastRoot() }),
    ("size shrunk", { Forgery(bytes: $0.update([(91, "null")])).replacing("/Size 92", with: "/Size 12") }),
    ("loop of sections", { forgery in
      let bytes = forgery.update([(91, "null")])
      return Forgery(bytes: bytes).replacingLast("/Prev \(forgery.lastSection) ", with: "/Prev \(Forgery(bytes: bytes).lastSection) ")
    }),
    ("hybrid section with two documents", { forgery in
      var out = Forgery(bytes: forgery.bytes + Array("4 0 obj\n\(page)/MediaBox [0 0 9 9] >>\nendobj\n".utf8))
      let other = forgery.bytes.count
      let hidden = out.bytes.count
      out = Forgery(bytes: out.bytes + Array("95 0 obj\n<< /Type /XRef /W [1 3 1] /Index [4 1] /Size 96 /Root 1 0 R /Length 5 >>\nstream\n".utf8)
        + [1, UInt8(other >> 16 & 255), UInt8(other >> 8 & 255), UInt8(other & 255), 0] + Array("\nendstream\nendobj\n".utf8))
      let start = out.bytes.count
      let first = Forgery.find(Array("\n4 0 obj".utf8), in: forgery.bytes, last: true).map { $0 + 1 } ?? 0
      return out.bytes + Array("xref\n4 1\n\(Forgery.padded(first, 10)) 00000 n \n95 1\n\(Forgery.padded(hidden, 10)) 00000 n \ntrailer\n<< /Size 96 /Root 1 0 R /Prev \(forgery.lastSection) /XRefStm \(hidden) /ID \(forgery.identifier) >>\nstartxref\n\(start)\n%%EOF\n".utf8)
    }),
    ("bytes after the end", { $0.bytes + Array("5 0 obj\nnull\nendobj\n".utf8) }),
    ("bytes before the header", { Array("junk\n".utf8) + $0.bytes }),
  ]

  /// Cases: what the signature permits besides.
  @Test("a later revision cannot change what was signed", arguments: attacks.map(\.name), [0, 2, 3])
  func attack(_ name: String, _ permission: Int) async throws {
    let pki = try await SigningPKI()
    let attack = try #require(Self.attacks.first { $0.name == name })
    let bytes = try await ShadowContract.signed(pki, certifies: permission == 2, permission: permission == 3 ? 3 : nil)
    let forged = attack.forge(Forgery(bytes: bytes))
    #expect(pki.report(bytes).verdict == .valid, "the sample itself has to be valid")
    #expect(forged != bytes && forged.count != bytes.count)
    let report = pki.report(forged)
    #expect(report.verdict == .invalid || report.verdict == .unreadable, "\(report.signatures.map(\.findings))")
    #expect(report.problem?.isEmpty == false || report.signatures.contains { !$0.findings.isEmpty }, "no reason given")
  }

  /// A field that is at the same time a table of pictures: filling it would change the page.
  @Test("an object with two roles is not a mere field")
  func twoRoles() async throws {
    let pki = try await SigningPKI()
    let table = "/Resources << /Font << /F1 3 0 R >> /XObject 7 0 R >> >>"
    let base = try await ShadowContract.signed(
      pki, [4: Self.page + "/Annots [7 0 R 9 0 R] " + table, 5: ShadowContract.stream("/V Do")])
    #expect(pki.report(base).verdict == .valid)
    let field = Forgery(bytes: base)
    #expect(pki.refuses(field.update([(7, field.body(7).replacing("(100)", "12 0 R"))])))
    let form = try await ShadowContract.signed(
      pki, [4: Self.page + "/Annots [7 0 R 9 0 R] " + table.replacing("7 0 R", "8 0 R"), 5: ShadowContract.stream("/DA Do")])
    let forged = Forgery(bytes: form)
    #expect(pki.refuses(forged.update([(8, forged.body(8).replacing("(/F1 12 Tf)", "12 0 R"))])))
  }

  @Test("after a certification no new visible field may come, however it is dressed", arguments: [
    "<< /Type /Annot /Subtype /Widget /FT /Sig /T (X) /Rect [50 700 300 800] /P 4 0 R /AP << /N 12 0 R >> >>",
    "<< /FT /Sig /T (X) /Rect [0 0 0 0] /Kids [61 0 R] >>",
  ])
  func sneakySignature(_ field: String) async throws {
    let pki = try await SigningPKI()
    let forgery = Forgery(bytes: try await ShadowContract.signed(pki, certifies: true))
    let kid = "<< /Type /Annot /Subtype /Widget /Parent 60 0 R /Rect [50 700 300 800] /AP << /N 12 0 R >> >>"
    #expect(pki.refuses(forgery.form("60 0 R", [(60, field), (61, kid)], shown: field.contains("/Kids") ? "61 0 R" : "60 0 R")))
  }
}

extension Forgery {
  /// The form gains a field, and the page shows it.
  func form(_ reference: String, _ objects: [(number: Int, body: String)], shown: String? = nil) -> [UInt8] {
    let page = body(4).replacing("9 0 R", "9 0 R \(shown ?? reference)")
    return update([(8, body(8).replacing("9 0 R", "9 0 R \(reference)")), (4, page)] + objects, size: 70)
  }

  /// The page gains an annotation.
  func annotation(_ body: String) -> [UInt8] {
    update([(4, self.body(4).replacing("9 0 R", "9 0 R 60 0 R")), (60, body)], size: 70)
  }

  /// The catalog gains `entries`; single entries can be swapped.
  func catalog(_ entries: String, structure: String? = nil, metadata: String? = nil) -> [UInt8] {
    var text = body(1)
    if let structure { text = text.replacing("/StructTreeRoot 20 0 R", structure) }
    if let metadata { text = text.replacing("/Metadata 16 0 R", metadata) }
    return update([(1, text.replacing("/Pages 2 0 R", "/Pages 2 0 R \(entries)"))])
  }

  func replacingLast(_ text: String, with other: String) -> [UInt8] {
    guard let start = Self.find(Array(text.utf8), in: bytes, last: true) else { return bytes }
    return Array(bytes[..<start]) + Array(other.utf8) + Array(bytes[(start + text.utf8.count)...])
  }
}

extension String {
  /// The text with the first occurrence of `text` exchanged.
  func replacing(_ text: String, _ other: String) -> String {
    guard let range = firstRange(of: text) else { return self }
    return self[..<range.lowerBound] + other + self[range.upperBound...]
  }
}
