import CMS
import PAdES
import PDF
import Testing

/// A contract built by hand so that an author could have prepared an attack in it: a text field, an empty place for
/// another party, an indirect stream length, a dead second page content, shared and exclusive resources.
enum ShadowContract {
  static let objects: [(number: Int, body: String)] = [
    (1, "<< /Type /Catalog /Pages 2 0 R /AcroForm 8 0 R /StructTreeRoot 20 0 R /Metadata 16 0 R >>"),
    (2, "<< /Type /Pages /Kids [4 0 R] /Count 1 /MediaBox [0 0 595 842] >>"),
    (3, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
    (4, "<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Annots [7 0 R 9 0 R] "
      + "/Resources << /Font << /F1 3 0 R >> /XObject << /Cover 12 0 R >> >> >>"),
    (5, stream("BT /F1 12 Tf 50 780 Td (Pay 100) Tj ET", length: "14 0 R")),
    (7, "<< /Type /Annot /Subtype /Widget /FT /Tx /T (Amount) /V (100) /Rect [50 600 250 620] /F 4 /P 4 0 R "
      + "/AP << /N 10 0 R >> >>"),
    (8, "<< /Fields [7 0 R 9 0 R] /DA (/F1 12 Tf) /DR << /Font << /F1 3 0 R >> >> >>"),
    (9, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (PartyB) /Rect [50 100 250 180] /F 4 /P 4 0 R >>"),
    (10, stream("BT /F1 12 Tf (100) Tj ET", "/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources 11 0 R")),
    (11, "<< /Font << /F2 13 0 R >> >>"),
    (12, stream("1 g 0 0 595 842 re f", "/Type /XObject /Subtype /Form /BBox [0 0 595 842]")),
    (13, "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"),
    (14, "38"),
    (15, stream("BT /F1 12 Tf 50 780 Td (Pay 999) Tj ET")),
    (16, stream("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>", "/Type /Metadata /Subtype /XML")),
    (20, "<< /Type /StructTreeRoot /K [21 0 R] /ParentTree 22 0 R /ParentTreeNextKey 1 >>"),
    (21, "<< /Type /StructElem /S /Document /P 20 0 R /K [] >>"),
    (22, "<< /Nums [0 [21 0 R]] >>"),
  ]

  static func stream(_ data: String, _ dictionary: String = "", length: String? = nil) -> String {
    "<< \(dictionary) /Length \(length ?? String(data.utf8.count)) >>\nstream\n\(data)\nendstream"
  }

  /// The file, with `replaced` bodies instead of the usual ones.
  static func file(_ replaced: [Int: String] = [:]) -> [UInt8] {
    var out = Array("%PDF-1.7\n%\u{E2}\u{E3}\n".utf8)
    var table = "xref\n0 1\n0000000000 65535 f \n"
    for object in objects {
      table += "\(object.number) 1\n" + Forgery.padded(out.count, 10) + " 00000 n \n"
      out += Array("\(object.number) 0 obj\n\(replaced[object.number] ?? object.body)\nendobj\n".utf8)
    }
    // A dead object that gives itself the number of the page content.
    out += Array("5 0 obj\n\(stream("BT /F1 12 Tf 50 780 Td (Pay 777) Tj ET"))\nendobj\n".utf8)
    let id = "<00112233445566778899AABBCCDDEEFF>"
    return out
      + Array("\(table)trailer\n<< /Size 40 /Root 1 0 R /ID [\(id) \(id)] >>\nstartxref\n\(out.count)\n%%EOF\n".utf8)
  }

  /// The file signed in a new invisible field; `permission` becomes the `/P` of the field's lock.
  static func signed(
    _ pki: SigningPKI, _ replaced: [Int: String] = [:], certifies: Bool = false, permission: Int? = nil,
    stamped: Bool = false
  ) async throws -> [UInt8] {
    var request = SignatureRequest(field: .new(.init(name: "PartyA", page: 0, rect: .zero)), time: pki.now)
    request.certifies = certifies
    if let permission { request.lock = PDFFieldLock(.include, fields: ["PartyA"], permission: permission) }
    let signer = try PDFSigner(certificate: pki.signer, chain: pki.chain, algorithm: pki.key.algorithm)
    let authority = try pki.authority()
    return try await signer.sign(try PDFDocument(file(replaced)), request, key: pki.key) {
      stamped ? try await authority.token(imprint: $0) : nil
    }.bytes
  }
}

extension SigningPKI {
  /// The verdict of the validator under test, today, on the root of this PKI.
  func report(_ bytes: [UInt8], profile: SignatureValidator.Profile = .general) -> ValidationReport {
    SignatureValidator(roots: [root.certificate], time: now, profile: profile).validate(bytes)
  }

  /// Whether a file is refused outright, which is what every attack has to be.
  func refuses(_ bytes: [UInt8], profile: SignatureValidator.Profile = .general) -> Bool {
    [.invalid, .unreadable].contains(report(bytes, profile: profile).verdict)
  }
}
