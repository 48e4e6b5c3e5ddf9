import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import PAdES
import Testing

@testable import HeqiApplication

@Suite("The life of a contract between persons")
struct ContractLifeTests {
  @Test("two people sign; the file, its revisions and its evidence stand", arguments: IssueOrder.allCases, TestDatabase.engines)
  func wholeLife(order: IssueOrder, engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let draft = try await world.initiated(by: zhang, to: [ContractWorld.li], order: order)
      #expect(draft.round.title == "房屋租赁合同" && draft.transactionNo == "A0000000000001")
      let contract = try await world.finish(draft, [zhang, li])
      #expect(contract.stage.name == .completed)
      let bytes = try await world.bytes(contract, by: li)
      let report = world.validate(bytes)
      let signatures = report.signatures.filter { $0.kind != .docTimeStamp }
      #expect(signatures.count == 2 && report.signatures.count == 3)
      for signature in signatures {
        #expect(signature.isSound && signature.trust == .trusted && signature.level == .archival, "\(signature)")
      }
      #expect(Set(signatures.compactMap(\.signer)).count == 2)
      let revisions = try #require(contract.round.file).revisions
      #expect(revisions.map(\.kind) == [.original, .prepared, .signature, .signature, .renewal])
      for revision in revisions {
        let prefix = try await world.bytes(contract, by: zhang, .revision(revision.number))
        #expect(prefix == Array(bytes.prefix(revision.length)) && FileDigest.of(prefix) == revision.digest)
      }
      for kind in EvidenceFile.Kind.allCases {
        let evidence = world.validate(try await world.bytes(contract, by: li, .evidence(kind)))
        #expect(
          evidence.signatures.count == 1 && evidence.signatures.first?.isSound == true
            && evidence.signatures.first?.trust == .trusted)
      }
      try KeptFiles.keep(bytes, "contract-\(order.rawValue).pdf")
      try KeptFiles.keep(try await world.bytes(contract, by: li, .evidence(.report)), "report-\(order.rawValue).pdf")
      try KeptFiles.keep(
        try await world.bytes(contract, by: li, .evidence(.confirmation)), "confirmation-\(order.rawValue).pdf")
    }
  }

  @Test("the logs tell the whole story with masks, and the event chain is intact")
  func logs() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let contract = try await world.finish(world.initiated(by: zhang, to: [ContractWorld.li]), [zhang, li])
      let view = try await world.actions.view(contract.id, caller: li)
      let actions = view.operationLog.map { $0.line.actionText(in: .chinese) }
      for word in ["发起合同", "签署合同", "接收合同", "阅读合同", "查看合同"] {
        #expect(actions.contains { $0.hasPrefix(word) }, "\(word)")
      }
      #expect(view.operationLog.filter { $0.line.category == .system }.count >= 5)
      #expect(
        view.statusLog.map { $0.line.actionText(in: .chinese).prefix(4).description }.first?.hasPrefix("发起") == true)
      let text = view.operationLog.map { $0.line.text(in: .chinese) }.joined()
      #expect(!text.contains("张小三") && !text.contains("李小四") && !text.contains("172.124.10.22"))
      #expect(view.evidence.count == 2)
      let finding = try await world.engine.read {
        try EventStore().verifyChain(of: contract.subject, tenantID: "main", in: $0)
      }
      guard case .intact = finding else {
        Issue.record("the chain is broken: \(finding)")
        return
      }
    }
  }

  @Test("folders, counts and requests follow the turn")
  func lists() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li])
      #expect(try await world.actions.countFolders(caller: zhang) == [.awaitingInitiatorSign: 1])
      #expect(try await world.actions.countFolders(caller: li) == [:])
      #expect(try await world.actions.requests.count(caller: zhang) == 1)
      _ = try await world.sign(contract, by: zhang)
      #expect(try await world.actions.countFolders(caller: li) == [.awaitingReceipt: 1])
      let requests = try await world.actions.requests(caller: li)
      #expect(requests.map(\.request.key.action) == [.receive] && requests.first?.folder == .awaitingReceipt)
      #expect(try await world.actions.requests(isDone: true, caller: zhang).map(\.request.key.action) == [.sign])
      let page = try await world.actions.list(ContractQuery(folder: .awaitingReceipt), caller: li)
      #expect(page.rows.first?.turn.sentence.chinese.hasPrefix("轮到您接收") == true && page.next == nil)
    }
  }

  @Test("only those whose turn it is are asked, by SMS with a link")
  func messages() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      _ = try await world.person(ContractWorld.li)
      _ = try await world.person(ContractWorld.wang)
      let contract = try await world.initiated(
        by: zhang, to: [ContractWorld.li, ContractWorld.wang], signing: .sequential)
      _ = try await world.sign(contract, by: zhang)
      let asked = try await world.letters().filter { $0.code == nil && $0.body.contains("接收") }
      #expect(asked.map(\.to) == [ContractWorld.li.1])
      #expect(asked.first?.body.contains("http://localhost/contracts/\(contract.id)") == true)
    }
  }

  @Test("a return ends it, and a new round with the same number begins from the original file (row 23)")
  func reinitiate() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      var contract = try await world.initiated(by: zhang, to: [ContractWorld.li])
      _ = try await world.sign(contract, by: zhang)
      await #expect(throws: ContractError(.reasonMissing)) {
        try await world.actions.returnContract(contract.id, reason: " ", caller: li)
      }
      contract = try await world.actions.returnContract(contract.id, reason: "租金有误", caller: li)
      #expect(contract.stage.name == .returned)
      #expect(try await world.actions.returnContract(contract.id, reason: "租金有误", caller: li).stage.name == .returned)
      contract = try await world.actions.reopen(contract.id, caller: zhang)
      #expect(try await world.actions.reopen(contract.id, caller: zhang).upcoming == contract.upcoming)
      var settings = try #require(contract.upcoming).settings
      settings.signDeadline = world.clock.now.adding(.seconds(86_400))
      contract = try await world.actions.setSettings(
        contract.id, title: "房屋租赁合同（修订）", settings: settings, caller: zhang)
      contract = try await world.actions.initiate(contract.id, caller: zhang)
      #expect(contract.round.number == 2 && contract.transactionNo == "A0000000000001")
      let frozen = try await world.actions.view(contract.id, caller: li)
      #expect(frozen.contract.round.number == 1 && frozen.actions.isDisjoint(with: [.receive, .sign]))
      contract = try await world.finish(contract, [zhang, li])
      #expect(contract.stage.name == .completed && contract.round.file?.revisions.first?.kind == .original)
      #expect(world.validate(try await world.bytes(contract, by: li)).signatures.count == 3)
      #expect(try await world.actions.view(contract.id, caller: zhang).earlierRounds.map(\.stage.name) == [.returned])
    }
  }

  @Test("withdrawal and expiry end a contract for both sides", arguments: [true, false])
  func endings(byHand: Bool) async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      var contract = try await world.initiated(by: zhang, to: [ContractWorld.li], order: .sendThenSign)
      if byHand {
        contract = try await world.actions.withdraw(contract.id, reason: "条件变化", caller: zhang)
      } else {
        #expect(try await world.expire() == 0)
        world.clock.advance(.seconds(8 * 86_400))
        #expect(try await world.expire() == 1)
        #expect(try await world.expire() == 0)
      }
      let view = try await world.actions.view(contract.id, caller: li)
      #expect(view.contract.stage.name == (byHand ? .withdrawnByInitiator : .expired))
      #expect(try await world.actions.countFolders(caller: li) == [.invalid: 1])
      #expect(try await world.actions.requests.count(caller: li) == 0)
      await #expect(throws: ContractError(.notAllowedInStage)) {
        try await world.actions.receive(contract.id, caller: li)
      }
    }
  }

  @Test("somebody invited by mobile finds the contract after registering (F-050)")
  func invitation() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li], order: .sendThenSign)
      #expect(contract.round.receivers.first?.accountID == nil)
      #expect(try await world.letters().map(\.to) == [ContractWorld.li.1])
      let li = try await world.person(ContractWorld.li)
      #expect(try await world.actions.linkInvitations(to: li.accountID, tenantID: "main") == 1)
      #expect(try await world.actions.linkInvitations(to: li.accountID, tenantID: "main") == 0)
      #expect(try await world.actions.requests.count(caller: li) == 1)
      #expect(
        try await world.finish(world.actions.receive(contract.id, caller: li), [zhang, li]).stage.name == .completed)
    }
  }

  @Test("strangers are told that nothing exists; receivers see nothing before it is sent")
  func privacy() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let wang = try await world.person(ContractWorld.wang)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li])
      for caller in [wang, li] {
        await #expect(throws: ContractError(.notFound)) { try await world.actions.view(contract.id, caller: caller) }
        await #expect(throws: ContractError(.notFound)) {
          try await world.actions.download(contract.id, caller: caller)
        }
        await #expect(throws: ContractError(.notFound)) {
          try await world.actions.withdraw(contract.id, reason: "x", caller: caller)
        }
        await #expect(throws: ContractError(.notFound)) {
          try await world.actions.signingSheet(contract.id, caller: caller)
        }
        await #expect(throws: ContractError(.notFound)) { try await world.actions.pages(contract.id, caller: caller) }
      }
    }
  }

  @Test("who is not verified may draft but not initiate, and a wrong name may not receive")
  func identity() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang, isVerified: false)
      let draft = try await world.draft(by: zhang, to: [ContractWorld.li])
      await #expect(throws: ContractError(.identityUnverified)) {
        try await world.actions.initiate(draft.id, caller: zhang)
      }
      let wang = try await world.person(ContractWorld.wang)
      let li = try await world.person(ContractWorld.li)
      let contract = try await world.initiated(by: wang, to: [("李四光", ContractWorld.li.1)], order: .sendThenSign)
      await #expect(throws: ContractError(.nameMismatch)) { try await world.actions.receive(contract.id, caller: li) }
      #expect(try await world.actions.returnContract(contract.id, reason: "姓名有误", caller: li).stage.name == .returned)
    }
  }

  @Test("initiating twice starts once")
  func initiateTwice() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let draft = try await world.draft(by: zhang, to: [ContractWorld.li])
      async let first = world.actions.initiate(draft.id, caller: zhang)
      async let second = world.actions.initiate(draft.id, caller: zhang)
      let both = try await [first, second]
      #expect(both[0].stage == .awaitingInitiatorSign && both[0].round.file?.revisions.count == 2)
      #expect(both[1].round.file == both[0].round.file)
    }
  }

  @Test("a draft is dropped once and is gone from the lists")
  func discard() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let draft = try await world.draft(by: zhang, to: [ContractWorld.li])
      #expect(try await world.actions.discard(draft.id, caller: zhang).stage.name == .discarded)
      #expect(try await world.actions.countFolders(caller: zhang) == [:])
      await #expect(throws: ContractError(.notFound)) { try await world.actions.view(draft.id, caller: zhang) }
    }
  }

  @Test("open pages are woken by what the other side does")
  func live() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li], order: .sendThenSign)
      let stream = await world.actions.live.subscribe(zhang.accountID)
      _ = try await world.actions.receive(contract.id, caller: li)
      var updates = stream.makeAsyncIterator()
      #expect(await updates.next() == LiveUpdate(contractID: contract.id))
      await world.actions.live.close()
      #expect(await updates.next() == nil)
    }
  }
}
