import FoundationEssentials
import HeqiClient
import Testing

/// The code of the guide in `HeqiClient.docc`, word for word, against the program itself; a tidy test compares them.
@Suite("HeqiClient guides")
struct GuideTests {
  func start(_ heqi: HeqiClient, _ pdf: [UInt8]) async throws(HeqiClientError) -> StartedContract {
    let file = try await heqi.upload(pdf: pdf, name: "agreement.pdf")
    let buyer = ContractOrder.Signer(
      partyID: "BUYER", name: "张三", idCardNo: "310101199001011234", mobile: "13800138000", signMethod: .caCert)
    return try await heqi.initiate(
      ContractOrder(
        bizID: "ORDER-2026-0001", bizType: "SALES", title: "Sales agreement", content: .file(id: file.fileID), signers: [buyer]))
  }

  func result(_ heqi: HeqiClient, _ id: String) async throws(HeqiClientError) -> [UInt8]? {
    guard try await heqi.contract(id).status == .signed else { return nil }
    return try await heqi.document(id)
  }

  func explanation(_ error: HeqiClientError) -> String {
    guard let problem = error.problem else { return "\(error)" }
    return "\(problem.field ?? "request"): \(problem.detail)"
  }

  func status(of body: [UInt8], headers: [String: String], secret: String) -> Int {
    guard let callback = try? CallbackReader(secrets: [secret]).read(body: body, header: { headers[$0] }) else { return 401 }
    print(callback.contractID ?? "", callback.status ?? "", callback.sequence ?? 0)
    return 200
  }

  @Test("every call of the library works on the real platform; refusals name the field")
  func live() async throws {
    try await LivePlatform.with { heqi in
      let begun = try await start(heqi, SamplePDF.page)
      let id = begun.contractID
      #expect(begun.status == .created && begun.signTasks[0].signURL?.contains("/s/") == true)
      let again = try await start(heqi, SamplePDF.page)
      #expect(again.contractID == id && again.isDuplicate, "started over, nothing happened twice")
      #expect(try await result(heqi, id) == nil)
      let contract = try await heqi.contract(id)
      #expect(contract.title == "Sales agreement" && contract.signers[0].signStatus == .pending && contract.bizID == "ORDER-2026-0001")
      #expect(try await heqi.document(id).starts(with: Array("%PDF-".utf8)))
      try await links(heqi, id)
      try await lists(heqi, id)
      try await refusals(heqi, id)
      let verdict = try await heqi.verify(file: SamplePDF.page)
      #expect(verdict.verdict == "unsigned" && !verdict.isValid && verdict.checked == "FILE")
      #expect(try await heqi.verify(hash: "sha256:" + String(repeating: "0", count: 64)).isKnown == false)
      #expect(try await heqi.verify(contract: id).checked == "STORED_FILE")
      try await templates(heqi)
      try await faces(heqi)
      let revoked = try await heqi.revoke(id, reason: "Order cancelled", operator: "test")
      #expect(revoked.status == .revoked && revoked.revokeReason == "Order cancelled")
    }
  }

  private func links(_ heqi: HeqiClient, _ id: String) async throws {
    var scene = SignScene()
    (scene.source, scene.readingSeconds, scene.themeColor) = (.desk, 5, "#0a4d8c")
    let task = try await heqi.signURL(id, partyID: "BUYER", scene: scene)
    #expect(task.partyID == "BUYER" && task.signURL != nil && task.qrCode?.hasPrefix("data:image/png;base64,") == true)
    #expect(try await heqi.signGroup([(contractID: id, partyID: "BUYER")]).signURL.hasPrefix("http"))
  }

  private func lists(_ heqi: HeqiClient, _ id: String) async throws {
    var filter = ContractFilter()
    (filter.bizID, filter.from) = ("ORDER-2026-0001", Date.now - 86_400)
    #expect(try await heqi.contracts(filter).items.map(\.contractID) == [id])
    var all: [String] = []
    for try await contract in heqi.allContracts() { all.append(contract.contractID) }
    #expect(all == [id])
    let events = try await heqi.events(id)
    #expect(!events.isEmpty && events.map(\.sequence) == Array(1...events.count))
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.hash == $1.previousHash })
    #expect(try await heqi.deliveries(contractID: id).items.isEmpty)
    #expect(try await heqi.replayDead(from: Date.now - 86_400, to: Date.now) == 0)
  }

  private func refusals(_ heqi: HeqiClient, _ id: String) async throws {
    let bad = ContractOrder(
      bizID: "ORDER-2", bizType: "SALES", title: "x", content: .template(id: "none", variables: ["a": 1]),
      signers: [.init(partyID: "A", name: "张三", idCardNo: "310101199001011235", mobile: "13800138000")])
    let error = await #expect(throws: HeqiClientError.self) { try await heqi.initiate(bad) }
    #expect(error?.problem?.status == 400 && error.map(explanation)?.hasPrefix("signers[0].idCardNo: ") == true)
    let early = await #expect(throws: HeqiClientError.self) { try await heqi.remind(id) }
    #expect(early?.problem?.status == 429)
    for attempt in [{ try await heqi.evidence(id) }, { try await heqi.confirmation(id) }, { try await heqi.receipt(id, of: .timeStamp) }] {
      let error = await #expect(throws: HeqiClientError.self) { try await attempt() }
      #expect(error?.problem?.status == 404)
    }
    #expect(await #expect(throws: HeqiClientError.self) { try await heqi.archive(id) }?.problem?.status == 409)
    #expect(await #expect(throws: HeqiClientError.self) { try await heqi.contract("../x") }?.problem?.status == 404)
    #expect(status(of: Array("{}".utf8), headers: [:], secret: "x") == 401)
  }

  private func templates(_ heqi: HeqiClient) async throws {
    var draft = TemplateDraft(name: "Loan", content: .html("<h1>借款确认书</h1><p>本人 {{name}} 确认。</p>"))
    draft.templateID = "LOAN-1"
    draft.variableDefinitions = [["key": "name", "name": "姓名", "sample": "张三"]]
    let version = try await heqi.createTemplate(draft)
    #expect(version.templateID == "LOAN-1" && !version.isActive)
    #expect(try await heqi.activateTemplate("LOAN-1", version: version.version).isActive)
    #expect(try await heqi.template("LOAN-1").digest == version.digest)
    #expect(try await heqi.templates().items.map(\.templateID) == ["LOAN-1"])
    #expect(try await heqi.previewTemplate("LOAN-1", variables: ["name": "李四"]).starts(with: Array("%PDF-".utf8)))
    // Whoever made a version does not decide on it.
    await #expect(throws: HeqiClientError.self) { try await heqi.decideTemplate("LOAN-1", version: version.version, isApproved: true) }
  }

  private func faces(_ heqi: HeqiClient) async throws {
    let order = FaceCheckOrder(bizID: "BIND-1", purpose: .relationshipBinding, name: "张三", idCardNo: "310101199001011234")
    let begun = try await heqi.initiateFaceCheck(order)
    let check = try await heqi.faceCheck(begun.verificationID)
    #expect(check.bizID == "BIND-1" && check.status == "PENDING" && check.score == nil)
  }
}
