import CMS
import PAdES
import PDF
import Testing

/// Attacks on the signature itself (A8): universal forgery, wrapping, gap games, foreign parts in the CMS.
@Suite("Attacks on a signature value")
struct SignatureAttackTests {
  @Test("the surgery itself keeps a signature valid")
  func surgery() async throws {
    let pki = try await SigningPKI()
    let surgery = try SignatureSurgery(try await ShadowContract.signed(pki))
    #expect(pki.report(try surgery.putting(try surgery.value)).verdict == .valid)
    #expect(pki.report(try surgery.editing { _ in }).verdict == .valid)
  }

  @Test("a second signer and an embedded content are refused")
  func foreignParts() async throws {
    let pki = try await SigningPKI()
    let surgery = try SignatureSurgery(try await ShadowContract.signed(pki))
    let twice = try surgery.editing { data in
      let last = data.children.count - 1
      data.children[last].children.append(data.children[last].children[0])
    }
    let content = try surgery.editing { data in
      var wrapper = TLV(tag: 0xA0, content: [])
      wrapper.children = [TLV(tag: 0x04, content: Array("forged".utf8))]
      data.children[2].children.append(wrapper)
    }
    let unsigned = try surgery.editing { data in
      let last = data.children.count - 1
      data.children[last].children[0].children.removeAll { $0.tag == 0xA0 }
    }
    for forged in [twice, content, unsigned] { #expect(pki.report(forged).verdict == .invalid) }
  }

  @Test("a time stamp copied from another signature is refused and named")
  func copiedTimeStamp() async throws {
    let pki = try await SigningPKI()
    let other = try SignatureSurgery(try await ShadowContract.signed(pki, stamped: true))
    let token = try #require(try SignedData(other.value).signers.first?.signatureTimeStamps.first)
    let surgery = try SignatureSurgery(try await ShadowContract.signed(pki))
    let report = pki.report(try surgery.putting(try SignedData.addingTimeStamp(token, to: surgery.value)))
    #expect(report.verdict == .invalid && report.signatures.first?.hasForeignTimeStamp == true)
    #expect(report.signatures.first?.timeSource == .claimed)
    #expect(report.signatures.first?.message.contains("time stamp") == true)
  }

  @Test("nothing but zeros may follow the value, and nothing but digits fill the gap", arguments: [
    "01", "  ", "\n0", "0>", ">/Name(x)/A<00", "zz", "(x)",
  ])
  func gap(_ ending: String) async throws {
    let pki = try await SigningPKI()
    #expect(pki.refuses(try SignatureSurgery(try await ShadowContract.signed(pki)).ending(ending)))
  }

  /// Same-length replacements, so that every offset stays right.
  @Test("a missing, empty or crooked byte range or value is refused", arguments: [
    ("/Contents <30", "/Xontents <30"), ("/Contents <30", "/Contents null "), ("/Contents <30", "/Contents <> %"),
    ("/Contents <30", "/Contents <00"), ("/ByteRange [0 ", "/XyteRange [0 "), ("/ByteRange [0 ", "/ByteRange [1 "),
    ("/ByteRange [0 ", "/ByteRange [-0"), ("/ByteRange [0 ", "/ByteRange [.0"), ("/ByteRange [0 ", "/ByteRange []%"),
    ("/ByteRange [0 ", "/ByteRange  0 "), ("/Type /Sig", "/Type /Sug"),
  ])
  func dictionary(_ text: String, _ other: String) async throws {
    let pki = try await SigningPKI()
    let bytes = try await ShadowContract.signed(pki)
    let forged = Forgery(bytes: bytes).replacing(text, with: other)
    #expect(forged != bytes)
    #expect(pki.refuses(forged))
  }

  @Test("a wrapped signature, with its second range moved behind foreign bytes, is refused")
  func wrapping() async throws {
    let pki = try await SigningPKI()
    let surgery = try SignatureSurgery(try await ShadowContract.signed(pki))
    let junk = Array("/Reason (forged) ".utf8)
    let forged = Array(surgery.bytes[...surgery.gap.upperBound]) + junk + Array(surgery.bytes[(surgery.gap.upperBound + 1)...])
    #expect(pki.refuses(forged))
  }

  @Test("a document time stamp cannot be copied into a later revision")
  func copiedDocumentTimeStamp() async throws {
    let pki = try await SigningPKI()
    let authority = try pki.authority()
    let signed = try await ShadowContract.signed(pki, certifies: true)
    let stamped = try await LongTermExtender(roots: [pki.root.certificate], now: pki.now)
      .addDocumentTimeStamp(to: PDFDocument(signed)) { try await authority.token(imprint: $0) }
    #expect(pki.report(stamped).verdict == .valid)
    let forgery = Forgery(bytes: stamped)
    let value = forgery.number(holding: "/ETSI.RFC3161")
    let copied = forgery.form("60 0 R", [
      (60, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Copy) /Rect [0 0 0 0] /V 61 0 R >>"), (61, forgery.body(value)),
    ])
    let report = pki.report(copied)
    #expect(report.verdict == .invalid)
    #expect(report.signatures.last?.coverage == .invalid)
  }

  @Test("a second certification is refused")
  func secondCertification() async throws {
    let pki = try await SigningPKI()
    let forgery = Forgery(bytes: try await ShadowContract.signed(pki, certifies: true))
    let value = forgery.number(holding: "/ByteRange")
    #expect(pki.refuses(forgery.form("60 0 R", [
      (60, "<< /Subtype /Widget /FT /Sig /T (Second) /Rect [0 0 0 0] /V 61 0 R >>"), (61, forgery.body(value)),
    ])))
  }
}
