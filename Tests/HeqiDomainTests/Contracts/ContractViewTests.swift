import HeqiDomain
import Testing

@Suite("Folders, states and turns of a contract")
struct ContractViewTests {
  @Test("the receiver sees nothing before the contract is sent, and the shared folder after (B-07)")
  func folders() throws {
    let samples = ContractSamples(order: .signThenSend)
    let table: [(ContractStageName, ContractFolder?, ContractFolder?)] = [
      (.draft, .draft, nil), (.awaitingInitiatorSign, .awaitingInitiatorSign, nil),
      (.awaitingReceipt, .awaitingReceipt, .awaitingReceipt),
      (.awaitingReceiverSign, .awaitingReceiverSign, .awaitingReceiverSign),
      (.receiverSigned, .awaitingReceiverSign, .awaitingReceiverSign),
      (.completed, .completed, .completed), (.returned, .invalid, .invalid), (.discarded, nil, nil),
      (.draftAwaitingConfirmation, .drafting, .drafting),
    ]
    for (stage, mine, theirs) in table {
      let contract = try #require(try samples.contract(in: stage))
      #expect(contract.folder(of: contract.round.initiator) == mine, "\(stage)")
      #expect(contract.folder(of: contract.round.receivers[0]) == theirs, "\(stage)")
    }
  }

  @Test("a contract withdrawn before it was sent never appears to the receiver")
  func unsent() throws {
    let samples = ContractSamples(order: .signThenSend)
    let contract = try #require(try samples.contract(in: .withdrawnByInitiator))
    #expect(contract.folder(of: contract.round.initiator) == .invalid)
    #expect(contract.folder(of: contract.round.receivers[0]) == nil)
  }

  @Test("the API's six states follow from the stage (M-013)")
  func api() throws {
    let samples = ContractSamples(order: .sendThenSign)
    let table: [(ContractStageName, ContractAPIStatus?)] = [
      (.draft, nil), (.awaitingReceipt, .created), (.awaitingInitiatorSign, .partialSigned),
      (.initiatorSigned, .partialSigned),
      (.completed, .signed), (.returned, .rejected), (.expired, .expired), (.withdrawnByInitiator, .revoked),
      (.withdrawnByReceiver, .revoked),
    ]
    for (stage, status) in table { #expect(try samples.contract(in: stage)?.apiStatus == status, "\(stage)") }
  }

  @Test("the first line says whose turn it is, what next, until when", arguments: ContractStageName.allCases)
  func sentences(stage: ContractStageName) throws {
    for order in IssueOrder.allCases {
      guard let contract = try ContractSamples(order: order).contract(in: stage) else { continue }
      for party in contract.round.parties {
        let turn = contract.turn(for: party)
        #expect(turn.sentence.chinese.hasSuffix("。"), "\(turn.sentence.chinese)")
        #expect(turn.sentence.english.hasSuffix("."), "\(turn.sentence.english)")
        #expect(turn.isYours == (turn.yourAction != nil))
      }
    }
  }

  @Test("the receiver is told to sign, the initiator to wait")
  func twoViews() throws {
    let contract = try #require(try ContractSamples(order: .signThenSend).contract(in: .awaitingReceiverSign))
    let theirs = contract.turn(for: contract.round.receivers[0])
    let mine = contract.turn(for: contract.round.initiator)
    #expect(theirs.sentence.chinese.hasPrefix("轮到您签署，请在"))
    #expect(theirs.sentence.chinese.hasSuffix("签署后合同成立。"))
    #expect(mine.sentence.chinese.hasPrefix("等待接收方 李小0四签署，截止"))
    #expect(theirs.until == ContractSamples.deadline)
  }

  func caller(_ number: Int, name: String, verified: Bool = true, tenant: String = "main") -> Caller {
    Caller(accountID: ContractSamples.id(number), tenantID: tenant, name: name, isVerified: verified, scene: .system)
  }

  @Test("strangers, other tenants and receivers not yet sent to are told that nothing exists")
  func strangers() throws {
    let contract = try #require(try ContractSamples(order: .signThenSend).contract(in: .awaitingInitiatorSign))
    for permission in ContractPermission.allCases {
      for caller in [caller(999, name: "张小三"), caller(100, name: "张小三", tenant: "other"), caller(110, name: "李小0四")] {
        #expect(throws: ContractError(.notFound)) { try contract.authorize(caller, permission) }
      }
    }
  }

  @Test("the unverified may look, send back and withdraw, but bind nobody", arguments: ContractPermission.allCases)
  func unverified(permission: ContractPermission) throws {
    let contract = try #require(try ContractSamples(order: .signThenSend).contract(in: .awaitingReceipt))
    let code: ContractError.Code?
    do {
      _ = try contract.authorize(caller(110, name: "李小0四", verified: false), permission)
      code = nil
    } catch { code = error.code }
    switch permission {
    case .view, .viewLogs, .download, .return, .withdraw: #expect(code == nil)
    case .receive, .sign, .rateLiveImage, .attach: #expect(code == .identityUnverified)
    case .draft, .initiate, .reinitiate, .decide, .addApprover, .addCC, .reassign: #expect(code == .notPermitted)
    }
  }

  @Test("a verified name that differs from the contract's does not sign")
  func namesake() throws {
    let contract = try #require(try ContractSamples(order: .signThenSend).contract(in: .awaitingReceipt))
    #expect(throws: ContractError(.nameMismatch)) { try contract.authorize(caller(110, name: "王五"), .receive) }
  }
}
