import CMS
import PAdES
import PDF
import Testing

@Suite struct PDFSignerTests {
  private func request(_ field: SignatureRequest.Field, _ pki: SigningPKI) -> SignatureRequest {
    SignatureRequest(field: field, time: pki.now)
  }

  private func invisible(_ name: String = "Signature1") -> SignatureRequest.Field {
    .new(.init(name: name, page: 0, rect: .zero))
  }

  private func signer(_ pki: SigningPKI) throws -> PDFSigner {
    try PDFSigner(certificate: pki.signer, chain: pki.chain, algorithm: pki.key.algorithm)
  }

  @Test("an invisible B-B signature satisfies pyHanko, pdfsig and qpdf")
  func baseline() async throws {
    let pki = try await SigningPKI()
    let original = SamplePDF.contract()
    let signed = try signer(pki).sign(try PDFDocument(original), request(invisible(), pki), key: pki.key)
    #expect(signed.level == .baselineB && signed.timeStamp == nil)
    let bytes = signed.bytes
    #expect(bytes.starts(with: original) && signed.baseLength == original.count)
    #expect(bytes.count == original.count + signed.appendedBytes.count)
    #expect(signed.byteRange[0] == 0 && signed.byteRange[2] + signed.byteRange[3] == bytes.count)
    let judge = try PDFJudge(pki.root.certificate)
    try judge.pyHanko(bytes, "BB")
    try judge.pyHanko(bytes, "BT", passes: false)
    try judge.popplerAndQPDF(bytes, signatures: 1)
  }

  @Test("every key kind makes signatures that pyHanko accepts", arguments: ["p384", "rsa", "pss", "ed25519"])
  func keyKinds(_ kind: String) async throws {
    let key: PrivateKey =
      switch kind {
      case "p384": try .generateP384()
      case "rsa": try .generateRSA(bits: 2048)
      case "pss": try .generateRSA(bits: 2048, scheme: .pss)
      default: try .generateEd25519()
      }
    let pki = try await SigningPKI(key: key)
    let signed = try signer(pki).sign(try PDFDocument(SamplePDF.contract()), request(invisible(), pki), key: key)
    try PDFJudge(pki.root.certificate).pyHanko(signed.bytes, "BB")
  }

  @Test("a time-stamp raises the level to B-T")
  func timeStamped() async throws {
    let pki = try await SigningPKI()
    let authority = try pki.authority()
    let signed = try await signer(pki).sign(
      try PDFDocument(SamplePDF.contract()), request(invisible(), pki), key: pki.key
    ) { try await authority.token(imprint: $0) }
    #expect(signed.level == .baselineT && signed.timeStamp?.time == pki.now)
    let judge = try PDFJudge(pki.root.certificate)
    try judge.pyHanko(signed.bytes, "BT")
    try judge.pyHanko(signed.bytes, "BLT", passes: false)
    try judge.popplerAndQPDF(signed.bytes, signatures: 1)
  }

  @Test("a silent, failing or lying time-stamping authority leaves B-B with the reason")
  func noTimeStamp() async throws {
    let pki = try await SigningPKI()
    let authority = try pki.authority()
    let document = try PDFDocument(SamplePDF.contract())
    let silent = try await signer(pki).sign(document, request(invisible(), pki), key: pki.key) { _ in nil }
    let failing = try await signer(pki).sign(document, request(invisible(), pki), key: pki.key) { _ in
      throw CMSError(.refused, "down")
    }
    let lying = try await signer(pki).sign(document, request(invisible(), pki), key: pki.key) { _ in
      try await authority.token(imprint: [UInt8](repeating: 0, count: 32))
    }
    for signed in [silent, failing, lying] {
      #expect(signed.level == .baselineB)
      #expect(signed.timeStampProblem == PAdESError(.timeStampFailed, ""))
    }
    try PDFJudge(pki.root.certificate).pyHanko(lying.bytes, "BB")
  }

  @Test("a token larger than the room kept is fitted by one more round, never cut")
  func largeToken() async throws {
    let pki = try await SigningPKI()
    let authority = try pki.authority()
    let signed = try await signer(pki).sign(
      try PDFDocument(SamplePDF.contract()), request(invisible(), pki), key: pki.key, tokenOctets: 16
    ) { try await authority.token(imprint: $0) }
    #expect(signed.level == .baselineT)
    try PDFJudge(pki.root.certificate).pyHanko(signed.bytes, "BT")
  }

  @Test("a remote key can complete later with its own CMS, and a wrong CMS is refused")
  func staged() async throws {
    let pki = try await SigningPKI()
    let prepared = try signer(pki).prepare(
      try PDFDocument(SamplePDF.contract()), request(invisible(), pki), extraOctets: 4096)
    let remote = try SignedDataSigner(certificate: pki.signer, chain: pki.chain, algorithm: pki.key.algorithm)
    let cms = try remote.sign(contentDigest: prepared.contentDigest, key: pki.key)
    try PDFJudge(pki.root.certificate).pyHanko(try prepared.complete(cms: cms).bytes, "BB")
    let wrong = try remote.sign(contentDigest: [UInt8](repeating: 1, count: 32), key: pki.key)
    #expect(throws: PAdESError(.signingFailed, "")) { try prepared.complete(cms: wrong) }
  }

  @Test("a CMS larger than the room is a clean error")
  func overflow() async throws {
    let pki = try await SigningPKI()
    let prepared = try signer(pki).prepare(try PDFDocument(SamplePDF.contract()), request(invisible(), pki))
    let large = try SignedDataSigner(
      certificate: pki.signer, chain: pki.chain + [pki.unit, try await pki.party("X", serial: 9).certificate],
      algorithm: pki.key.algorithm)
    let cms = try large.sign(contentDigest: prepared.contentDigest, key: pki.key)
    #expect(throws: PAdESError(.placeholderTooSmall, "")) { try prepared.complete(cms: cms) }
  }

  @Test(
    "files of other shapes are signed in their own shape",
    arguments: [["--object-streams=generate"], ["--linearize"], ["--object-streams=generate", "--linearize"]])
  func shapes(_ options: [String]) async throws {
    let pki = try await SigningPKI()
    let judge = try PDFJudge(pki.root.certificate)
    let source = try judge.write("source.pdf", SamplePDF.contract(pages: 3))
    let target = source + ".out"
    #expect(try judge.run(["qpdf"] + options + [source, target]).status == 0)
    let document = try PDFDocument(try judge.read(target))
    let place = SignaturePreparation.Place(name: "Party", page: 2, rect: PDFRectangle(60, 60, 174, 174))
    let prepared = try PDFDocument(try SignaturePreparation([.init(signature: place)]).apply(to: document))
    var asked = request(.existing("Party"), pki)
    asked.appearance = SignatureAppearance(pdf: SamplePDF.seal())
    let first = try signer(pki).sign(prepared, asked, key: pki.key)
    let second = try signer(pki).sign(try PDFDocument(first.bytes), request(invisible(), pki), key: pki.key)
    try judge.pyHanko(second.bytes, "BB")
    try judge.popplerAndQPDF(second.bytes, signatures: 2)
  }

  @Test("forty signatures in one file all stay valid")
  func many() async throws {
    let pki = try await SigningPKI()
    let parties = (0..<40).map {
      SignaturePreparation.Party(signature: .init(name: "P\($0)", page: $0 % 2, rect: PDFRectangle(10, 10, 60, 60)))
    }
    var bytes = try SignaturePreparation(parties).apply(to: try PDFDocument(SamplePDF.contract()))
    for party in parties {
      let asked = request(.existing(party.signature.name), pki)
      bytes = try signer(pki).sign(try PDFDocument(bytes), asked, key: pki.key).bytes
    }
    try PDFJudge(pki.root.certificate).popplerAndQPDF(bytes, signatures: 40)
  }

  @Test("after a certification that allows nothing, signing is refused")
  func certifiedShut() async throws {
    let pki = try await SigningPKI()
    var asked = request(invisible(), pki)
    asked.lock = PDFFieldLock(.include, fields: ["Nothing"], permission: 1)
    let first = try signer(pki).sign(try PDFDocument(SamplePDF.contract()), asked, key: pki.key)
    #expect(throws: PAdESError(.fieldLocked, "")) {
      try signer(pki).sign(try PDFDocument(first.bytes), request(invisible("Signature2"), pki), key: pki.key)
    }
  }

  @Test("texts of the dictionary survive, Chinese included")
  func texts() async throws {
    let pki = try await SigningPKI()
    var asked = request(invisible(), pki)
    (asked.name, asked.reason, asked.location) = ("王小明", "同意并签署", "北京")
    let signed = try signer(pki).sign(try PDFDocument(SamplePDF.contract()), asked, key: pki.key)
    let view = try PDFDocument(signed.bytes).currentView
    let field = try #require(try view.formField(named: "Signature1"))
    let reference = try #require(field.valueReference)
    let dictionary = try #require(try view.object(reference).dictionaryValue)
    #expect(dictionary["Name"]?.stringValue?.text == "王小明")
    #expect(dictionary["Reason"]?.stringValue?.text == "同意并签署")
    #expect(dictionary["SubFilter"]?.nameValue == "ETSI.CAdES.detached")
    #expect(dictionary["M"]?.stringValue?.text.hasSuffix("+08'00'") == true)
    #expect(dictionary["Cert"] == nil)
  }

  @Test("wrong fields, unfit certificates and foreign keys are refused")
  func refuses() async throws {
    let pki = try await SigningPKI()
    let document = try PDFDocument(SamplePDF.contract())
    let signer = try signer(pki)
    #expect(throws: PAdESError(.fieldMissing, "")) {
      try signer.sign(document, request(.existing("Nobody"), pki), key: pki.key)
    }
    #expect(throws: PAdESError(.fieldNameInvalid, "")) {
      try signer.sign(document, request(invisible("a.b"), pki), key: pki.key)
    }
    #expect(throws: PAdESError(.signerUnfit, "")) {
      try signer.sign(document, request(invisible(), pki), key: try .generateP256())
    }
    var late = request(invisible(), pki)
    late.time = pki.signer.notAfter.adding(seconds: 1)
    #expect(throws: PAdESError(.signerUnfit, "")) { try signer.sign(document, late, key: pki.key) }
    let signed = try PDFDocument(try signer.sign(document, request(invisible(), pki), key: pki.key).bytes)
    #expect(throws: PAdESError(.fieldAlreadySigned, "")) {
      try signer.sign(signed, request(.existing("Signature1"), pki), key: pki.key)
    }
    #expect(throws: PAdESError(.tooLate, "")) {
      let visible = SignatureRequest.Field.new(.init(name: "Late", page: 0, rect: PDFRectangle(10, 10, 60, 60)))
      return try signer.sign(signed, request(visible, pki), key: pki.key)
    }
    var second = request(invisible("Signature2"), pki)
    second.certifies = true
    #expect(throws: PAdESError(.tooLate, "")) { try signer.sign(signed, second, key: pki.key) }
  }
}
