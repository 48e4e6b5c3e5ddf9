import HeqiDomain
import Testing

@Suite("Log lines of a contract")
struct ContractLogTests {
  let scene = Scene(client: .web, ip: "172.124.10.22", deviceID: "dev", userAgent: "x")

  func stored(_ transition: ContractTransition, name: String = "张小三") -> [Event] {
    transition.events.map { event in
      Event(
        id: ContractSamples.id(1), tenantID: "main", at: Instant(seconds: 1_794_400_496),
        actor: event.isBySystem ? .system : Actor(kind: .person, id: "1", maskedName: Mask.name(name)),
        scene: event.isBySystem ? .system : scene,
        subject: Event.Subject(kind: "contract", id: "c"), kind: event.kind.stored, facts: event.facts,
        fileHash: event.fileDigest,
        transactionNo: transition.contract.transactionNo)
    }
  }

  func step(
    _ stage: ContractStageName, _ order: IssueOrder = .signThenSend,
    _ make: (ContractSamples, Contract) -> (ContractCommand, CommandIssuer)
  ) throws -> [Event] {
    let samples = ContractSamples(order: order)
    let contract = try #require(try samples.contract(in: stage))
    let (command, issuer) = make(samples, contract)
    return stored(try ContractLifecycle.apply(command, to: contract, by: issuer, at: ContractSamples.start))
  }

  @Test("initiating prints the source's operation line (F-089, B-12, B-13)")
  func initiated() throws {
    let events = try step(.draft) { samples, _ in (.initiate(prepared: samples.prepared), samples.initiator) }
    let hash = String(repeating: "33", count: 32)
    #expect(
      ContractLog.operation(events[0])?.line.text(in: .chinese)
        == "【合同操作日志】2026年11月11日 20：34：56 +08:00 发起方-用户：张*三 在 web 端 / MAC：不可用(web) / IP - 172.124.**.** 发起合同 《房屋租赁合同》/HASH值：sha256:\(hash)/系统交易编号：A0000000000001"
    )
    #expect(ContractLog.status(events[0])?.line.text(in: .chinese).contains("【合同状态日志】") == true)
    #expect(ContractLog.status(events[0])?.stage == .awaitingInitiatorSign)
    #expect(ContractLog.personal(events[0])?.line.text(in: .chinese).hasPrefix("【个人操作日志】") == true)
  }

  @Test("the receiver's line names the true role (B-02)")
  func returned() throws {
    let events = try step(.awaitingReceipt) { samples, _ in (.returnContract(reason: "姓名有误"), samples.receiver()) }
    let text = ContractLog.operation(events[0])?.line.text(in: .chinese) ?? ""
    #expect(text.contains("接收方-用户：") && text.contains("退回合同 《房屋租赁合同》") && text.contains("/原因：姓名有误"))
    #expect(ContractLog.operation(events[0])?.result?.chinese == "姓名有误")
  }

  @Test("a rating names the other side and its result (F-037)")
  func rating() throws {
    let events = try step(.awaitingInitiatorSign) { samples, _ in
      (.rateLiveImage(of: ContractSamples.receiverID(0), .unacceptable, imageID: "abc"), samples.initiator)
    }
    let text = ContractLog.operation(events[0])?.line.text(in: .chinese) ?? ""
    #expect(text.contains("确认接收方-用户 李**四/活体图像：abc/结果：无法接受/系统交易编号：A0000000000001"))
    let system = ContractLog.operation(events[1])?.line.text(in: .chinese) ?? ""
    #expect(system.hasPrefix("【系统日志】") && system.contains("系统 自动请求接收方-用户 李**四 更新近期活体图像"))
    #expect(ContractLog.personal(events[1]) == nil)
  }

  @Test("sending is a line of the system (F-036)")
  func sent() throws {
    let events = try step(.awaitingInitiatorSign) { samples, contract in
      (samples.sign(contract, by: ContractSamples.initiatorID), samples.initiator)
    }
    let text = ContractLog.operation(events[1])?.line.text(in: .chinese) ?? ""
    #expect(text.contains("系统 按签署要求和设置自动发送给接收方-用户 李**四 请求接收 《房屋租赁合同》"))
    #expect(ContractLog.status(events[0])?.line.actionText(in: .chinese) == "发起方签 《房屋租赁合同》")
    #expect(ContractLog.status(events[1])?.line.actionText(in: .chinese) == "发送 《房屋租赁合同》")
  }

  @Test("completion prints the three system lines (F-043)")
  func completed() throws {
    let events = try step(.receiverSigned) { samples, contract in (samples.completion(contract), .system) }
    let lines = events.compactMap { ContractLog.operation($0)?.line.text(in: .chinese) }
    #expect(lines.count == 3 && lines.allSatisfy { $0.hasPrefix("【系统日志】") })
    #expect(lines[1].contains("/存证报告：《存证报告》/HASH值：sha256:"))
    #expect(lines[2].contains("/存证确认函：《存证确认函》/HASH值：sha256:"))
  }

  @Test("every kind of event prints a line in both languages", arguments: ContractEventKind.allCases)
  func everyKind(kind: ContractEventKind) {
    let bySystem: Set<ContractEventKind> = [
      .sent, .liveImageRequested, .expired, .allSigned, .completed, .reportIssued, .confirmationIssued, .renewed,
      .requestsMoved,
    ]
    let event = Event(
      id: ContractSamples.id(1), tenantID: "main", at: ContractSamples.start,
      actor: bySystem.contains(kind) ? .system : Actor(kind: .person, id: "1", maskedName: "张*"), scene: scene,
      subject: Event.Subject(kind: "contract", id: "c"), kind: kind.stored)
    for language in Language.allCases {
      #expect((ContractLog.operation(event)?.line.text(in: language) ?? "").isEmpty == false)
    }
  }

  @Test("no log shows a clear name of a person")
  func masks() throws {
    for order in IssueOrder.allCases {
      let samples = ContractSamples(order: order, receiverCount: 2)
      var contract = samples.draft()
      var transition = try ContractLifecycle.apply(
        .initiate(prepared: samples.prepared), to: contract, by: samples.initiator, at: ContractSamples.start)
      var events = stored(transition)
      contract = transition.contract
      transition = try ContractLifecycle.apply(
        .withdraw(reason: "理由"), to: contract, by: samples.initiator, at: ContractSamples.start)
      events += stored(transition)
      for event in events {
        for entry in [ContractLog.operation(event), ContractLog.status(event), ContractLog.personal(event)] {
          let text = entry?.line.text(in: .chinese) ?? ""
          #expect(!text.contains("张小三") && !text.contains("李小") && !text.contains("172.124.10.22"))
        }
      }
    }
  }
}
