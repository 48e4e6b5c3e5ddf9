import CMS
import PAdES
import PDF
import Testing

@Suite struct SignaturePreparationTests {
  static let partyA = SignaturePreparation.Party(
    signature: .init(name: "A-signature", page: 1, rect: PDFRectangle(60, 100, 174, 214)),
    seals: [
      .init(name: "A-edge-1", page: 0, rect: PDFRectangle(560, 380, 595, 494)),
      .init(name: "A-edge-2", page: 1, rect: PDFRectangle(560, 380, 595, 494)),
    ], texts: [.init(name: "A-date", page: 1, rect: PDFRectangle(60, 80, 174, 96))])
  static let partyB = SignaturePreparation.Party(
    signature: .init(name: "B-signature", page: 1, rect: PDFRectangle(300, 100, 414, 214)),
    seals: [.init(name: "B-second", page: 0, rect: PDFRectangle(300, 100, 414, 214))],
    texts: [.init(name: "B-date", page: 1, rect: PDFRectangle(300, 80, 414, 96))])
  static let closing = SignaturePreparation.Party(
    signature: .init(name: "C-signature", page: 0, rect: .zero), lock: .everything)

  private func prepared(rotate: Int = 0) throws -> PDFDocument {
    let document = try PDFDocument(SamplePDF.contract(rotate: rotate))
    return try PDFDocument(try SignaturePreparation([Self.partyA, Self.partyB, Self.closing]).apply(to: document))
  }

  private func sign(
    _ document: PDFDocument, _ party: SignaturePreparation.Party, _ pki: SigningPKI,
    _ holder: (certificate: X509Certificate, key: PrivateKey), certifies: Bool,
    fillsTexts: Bool = true
  ) async throws -> SignedFile {
    let seal = SamplePDF.seal()
    var request = SignatureRequest(field: .existing(party.signature.name), time: pki.now)
    request.appearance = SignatureAppearance(pdf: seal, scaling: .physical)
    request.fillings =
      party.seals.enumerated().map { index, place in
        let frame = PDFRectangle(x: -Double(index) * 35, y: 0, width: 113.4, height: 114)
        return .init(
          field: place.name,
          appearance: SignatureAppearance([.init(pdf: seal, frame: frame, scaling: .physical)]))
      }
      + party.texts.filter { _ in fillsTexts }.map {
        .init(field: $0.name, appearance: SignatureAppearance(pdf: seal), text: "2026年11月21日")
      }
    request.certifies = certifies
    let signer = try PDFSigner(certificate: holder.certificate, chain: pki.chain, algorithm: holder.key.algorithm)
    let authority = try pki.authority()
    return try await signer.sign(document, request, key: holder.key) { try await authority.token(imprint: $0) }
  }

  @Test(
    "two parties with several seals each: every revision verifies and the end reaches B-LTA",
    arguments: [true, false], [0, 90])
  func twoParties(_ certifies: Bool, _ rotate: Int) async throws {
    let pki = try await SigningPKI()
    let judge = try PDFJudge(pki.root.certificate)
    let document = try prepared(rotate: rotate)
    let first = try await sign(document, Self.partyA, pki, (pki.signer, pki.key), certifies: certifies)
    try judge.pyHanko(first.bytes, "BT")
    try judge.popplerAndQPDF(first.bytes, signatures: 1)
    let other = try await pki.party("乙方", serial: 1)
    let second = try await sign(
      try PDFDocument(first.bytes), Self.partyB, pki, other, certifies: false, fillsTexts: false)
    let verdict = try judge.pyHanko(second.bytes, "BT")
    #expect(!verdict.contains("FORBIDDEN"))
    #expect(verdict.contains("FORM_FILLING"))
    #expect(verdict.contains("FILL_FORMS") == certifies)
    try judge.popplerAndQPDF(second.bytes, signatures: 2)
    #expect(second.bytes.starts(with: first.bytes))
    let authority = try pki.authority()
    let extender = LongTermExtender(roots: [pki.root.certificate], now: pki.now)
    let archived = try await extender.extend(try PDFDocument(second.bytes), supply: pki.revocation()) {
      try await authority.token(imprint: $0)
    }
    #expect(!(try judge.pyHanko(archived, "BLTA")).contains("FORBIDDEN"))
  }

  @Test("signed in the wrong order, a lock over everything refuses the other party")
  func lockedByEverything() async throws {
    let pki = try await SigningPKI()
    var closing = SignatureRequest(field: .existing("C-signature"), time: pki.now)
    closing.name = "C"
    let signer = try PDFSigner(certificate: pki.signer, chain: pki.chain, algorithm: pki.key.algorithm)
    let first = try signer.sign(try prepared(), closing, key: pki.key)
    try PDFJudge(pki.root.certificate).pyHanko(first.bytes, "BB")
    let other = try await pki.party("甲方", serial: 1)
    await #expect(throws: PAdESError(.fieldLocked, "")) {
      try await sign(try PDFDocument(first.bytes), Self.partyA, pki, other, certifies: false)
    }
  }

  @Test("places without a prepared lock are locked by the signature that fills them")
  func derivedLock() async throws {
    let pki = try await SigningPKI()
    let seal = SamplePDF.seal()
    var request = SignatureRequest(field: .new(.init(name: "X", page: 0, rect: .zero)), time: pki.now)
    request.fillings = [.init(field: "A-edge-1", appearance: SignatureAppearance(pdf: seal))]
    let signer = try PDFSigner(certificate: pki.signer, chain: pki.chain, algorithm: pki.key.algorithm)
    let first = try PDFDocument(try signer.sign(try prepared(), request, key: pki.key).bytes)
    try PDFJudge(pki.root.certificate).pyHanko(first.bytes, "BB")
    request.field = .new(.init(name: "Y", page: 0, rect: .zero))
    #expect(throws: PAdESError(.fieldLocked, "")) { try signer.sign(first, request, key: pki.key) }
  }

  @Test("a party cannot fill a place that an earlier signature locked")
  func locked() async throws {
    let pki = try await SigningPKI()
    let first = try await sign(try prepared(), Self.partyA, pki, (pki.signer, pki.key), certifies: true)
    let thief = SignaturePreparation.Party(signature: Self.partyB.signature, seals: [Self.partyA.seals[0]])
    let other = try await pki.party("乙方", serial: 1)
    await #expect(throws: PAdESError(.fieldLocked, "")) {
      try await sign(try PDFDocument(first.bytes), thief, pki, other, certifies: false)
    }
  }

  @Test("nothing shows before its party signs, and each field carries its lock")
  func emptyBefore() throws {
    let view = try prepared().currentView
    let fields = try view.formFields()
    #expect(fields.count == 8)
    for field in fields where !field.isSignature { #expect(field.isReadOnly && field.value == nil) }
    #expect(
      fields.first { $0.name == "A-signature" }?.lock
        == PDFFieldLock(.include, fields: ["A-edge-1", "A-edge-2", "A-date"]))
    #expect(fields.first { $0.name == "C-signature" }?.lock == PDFFieldLock(.all))
  }

  @Test("preparation is refused after a signature, for missing pages and bad names")
  func refuses() async throws {
    let pki = try await SigningPKI()
    let document = try PDFDocument(SamplePDF.contract())
    func apply(_ place: SignaturePreparation.Place) throws {
      _ = try SignaturePreparation([.init(signature: place)]).apply(to: document)
    }
    #expect(throws: PAdESError(.invalidArgument, "")) { try apply(.init(name: "x", page: 2, rect: .zero)) }
    #expect(throws: PAdESError(.fieldNameInvalid, "")) { try apply(.init(name: "x.y", page: 0, rect: .zero)) }
    #expect(throws: PAdESError(.fieldNameInvalid, "")) {
      let place = SignaturePreparation.Place(name: "same", page: 0, rect: .zero)
      _ = try SignaturePreparation([.init(signature: place), .init(signature: place)]).apply(to: document)
    }
    #expect(throws: PAdESError(.invalidArgument, "")) { try SignaturePreparation([]).apply(to: document) }
    let first = try await sign(try prepared(), Self.partyA, pki, (pki.signer, pki.key), certifies: false)
    #expect(throws: PAdESError(.tooLate, "")) {
      try SignaturePreparation([.init(signature: .init(name: "C", page: 0, rect: .zero))])
        .apply(to: try PDFDocument(first.bytes))
    }
  }
}
