import Graphics
import HeqiDomain
import HeqiStorage
import PAdES
import Typeset

/// Everything an evidence document states, gathered at one moment.
struct EvidenceFacts: Sendable {
  struct Person: Sendable {
    let party: ContractParty
    /// Of the person who signed.
    let verification: IdentityVerification?
    let organization: Organization?
  }

  let reportID: String
  let contract: Contract
  let people: [Person]
  let review: SignatureReview
  let events: [StoredEvent]
  let publicURL: String
  let authorityStatement: Bilingual
  let at: Instant

  var round: ContractRound { contract.round }
}

/// 存证报告: the sections of E-17 as blocks.
struct EvidenceReport {
  let facts: EvidenceFacts

  func document() -> Document {
    Document(
      title: "存证报告 \(facts.contract.transactionNo)", language: .chinese,
      blocks: heading + contractSection + revisions + parties + signatures + timeline + logs + statement,
      header: Document.RunningLine(left: "存证报告 Evidence report", right: facts.contract.transactionNo),
      footer: Document.RunningLine(left: facts.reportID, right: "{page} / {pages}"), createdSeconds: facts.at.seconds)
  }

  private var heading: [Block] {
    var blocks: [Block] = [.heading(0, "存证报告"), .paragraph([.muted("Evidence report")], .centre)]
    if let code = try? QRCode("\(facts.publicURL)/verify").drawing(width: 22) {
      blocks.append(.image(Picture(.drawing(code), alignment: .right)))
    }
    blocks.append(
      .keyValues([
        KeyValue("报告编号", facts.reportID, mono: true), KeyValue("出具时间", time(facts.at)),
        KeyValue("验证地址", "\(facts.publicURL)/verify"),
      ]))
    return blocks
  }

  private var contractSection: [Block] {
    let settings = facts.round.settings
    return [
      .heading(1, "一、合同信息"),
      .keyValues([
        KeyValue("合同名称", facts.round.title), KeyValue("系统交易编号", facts.contract.transactionNo, mono: true),
        KeyValue("合同编号", facts.contract.contractNo ?? "未编号"), KeyValue("轮次", "第 \(facts.round.number) 轮"),
        KeyValue("页数", "\(facts.round.file?.pageCount ?? 0)"), KeyValue("签发顺序", settings.issueOrder.title.chinese),
        KeyValue("签署顺序", settings.signingOrder.title.chinese),
        KeyValue("签署有效期", settings.signDeadline.map(time) ?? "未设置"),
        KeyValue("合同金额", settings.amount?.text ?? "未填写"),
        KeyValue("发起时间", facts.round.initiatedAt.map(time) ?? ""), KeyValue("发送时间", facts.round.sentAt.map(time) ?? ""),
      ]),
    ]
  }

  private var revisions: [Block] {
    let rows = (facts.round.file?.revisions ?? []).map { revision in
      let name =
        switch revision.kind {
        case .original: "上传的文件"
        case .prepared: "预置签署位置"
        case .signature: Self.act(of: revision.partyID.flatMap { facts.round.party($0) })
        case .renewal: "补充时间戳或验证数据"
        }
      return [
        [Run("\(revision.number)")], [Run(name)], [Run("\(revision.length)")],
        [Run(revision.digest.description, mono: true, size: 7)], [Run(time(revision.at))],
      ]
    }
    return parts + [
      .paragraph("每一版都是下一版的前段，逐版追加，不改动已有字节。"),
      .table(
        Table(
          columns: [
            Table.Column(weight: 0.5), Table.Column(weight: 2), Table.Column(weight: 1), Table.Column(weight: 5),
            Table.Column(weight: 2.2),
          ],
          header: [["版"], ["内容"], ["字节"], ["HASH 值"], ["时间"]], rows: rows, size: 8)),
    ]
  }

  /// Heading, and the files that were put into one.
  private var parts: [Block] {
    let heading = Block.heading(1, "二、文件与 HASH 值")
    guard let parts = facts.round.file?.parts, !parts.isEmpty else { return [heading] }
    let rows = parts.map { part in
      [
        [Run(part.name)], [Run("\(part.firstPage)–\(part.lastPage)")], [Run(part.digest.description, mono: true, size: 7)],
      ]
    }
    return [
      heading, .paragraph("本合同由 \(parts.count) 个文件按顺序合并为一个文件后签署，每个签名覆盖全部文件："),
      .table(
        Table(
          columns: [Table.Column(weight: 3), Table.Column(weight: 1), Table.Column(weight: 5)],
          header: [["文件"], ["页"], ["合并前 HASH 值"]], rows: rows, size: 8)),
    ]
  }

  private static func act(of party: ContractParty?) -> String {
    "\(party?.mode == .clickwrap ? "勾选确认后的时间戳" : "签署")：\(party?.name ?? "")"
  }

  private var parties: [Block] {
    var blocks: [Block] = [.heading(1, "三、签署方与身份认证")]
    for person in facts.people {
      blocks.append(.heading(2, "\(person.party.side.title.chinese)：\(person.party.name)"))
      var values = [KeyValue("类型", person.party.kind == .person ? "个人" : "企业")]
      values += Self.company(person)
      if let verification = person.verification {
        values.append(KeyValue("认证状态", verification.status.label.chinese))
        values.append(KeyValue("身份证号码", verification.idCardNumber.map { Mask.idCardNumber($0.text) } ?? "未登记"))
        values.append(KeyValue("认证时间", verification.decidedAt.map(time) ?? ""))
        let checks = IdentityCheck.allCases.map { "\($0.label.chinese)：\(Self.words(verification.checks[$0]))" }
        values.append(KeyValue("核验项目", checks.joined(separator: "；")))
      } else {
        values.append(KeyValue("认证状态", "无记录"))
      }
      blocks.append(.keyValues(values))
    }
    return blocks
  }

  /// Company, business type, who signed for it, and every approval with its opinion (F-083, F-084, E-17).
  private static func company(_ person: EvidenceFacts.Person) -> [KeyValue] {
    guard let company = person.party.company else { return [] }
    var values: [KeyValue] = []
    if let organization = person.organization {
      values.append(KeyValue("统一社会信用代码", organization.code.text, mono: true))
      values.append(KeyValue("法定代表人", Mask.name(organization.legalRepresentative)))
    }
    values.append(KeyValue("合同业务类型", company.businessType?.name ?? "未关联"))
    for flow in [company.business, company.seal].compactMap(\.self) {
      for step in flow.steps {
        let decisions = step.tasks.compactMap(\.decision).map { decision in
          "\(decision.outcome.title.chinese)（\(decision.opinion)，\(decision.at.chineseLogText)）"
        }
        values.append(KeyValue("\(flow.stage.title.chinese)：\(step.title)", decisions.joined(separator: "；")))
      }
    }
    if let name = person.verification?.name { values.append(KeyValue("签署人", Mask.name(name))) }
    return values
  }

  private static func words(_ check: CheckState) -> String {
    switch check {
    case .notRun: "未核验"
    case .running: "核验中"
    case .passed(.code): "通过（验证码）"
    case .passed(.ocr): "通过（证件识别比对）"
    case .passed(.provider): "通过（外部数据源）"
    case .passed(.reviewer): "通过（人工审核）"
    case .passed(.signature): "通过（在线签署）"
    case .failed: "未通过"
    case .needsReview: "待人工审核"
    }
  }

  private var signatures: [Block] {
    var blocks: [Block] = [.heading(1, "四、签名、意愿确认与数字证书")]
    for person in facts.people {
      let event = signedEvent(person.party)
      let signature = facts.review.signature(of: person.party, in: facts.round)
      blocks.append(.heading(2, person.party.name))
      if person.party.mode == .clickwrap {
        blocks.append(acceptance(event, signature))
        continue
      }
      blocks.append(
        .keyValues([
          KeyValue("签署方式", SignMode.certificate.title.chinese), KeyValue("签署时间", event.map { time($0.at) } ?? ""),
          KeyValue(
            "时间来源", signature?.timeSource == .timestamp ? "RFC 3161 时间戳：\(signature?.provenTime ?? "")" : "平台时钟（未取得时间戳）"
          ),
          KeyValue("意愿确认", event?.fact(ContractFact.intention) ?? "未要求"),
          KeyValue("人脸核验", event?.fact(ContractFact.faceTransactionNo).map { "通过，经单独同意；编号 \($0)" } ?? "未要求"),
          KeyValue("人脸核验方", event?.fact(ContractFact.faceMethod) ?? "—"),
          KeyValue("阅读时长", event?.fact(ContractFact.readSeconds).map { "\($0) 秒" } ?? ""),
          KeyValue("签章", event?.fact(ContractFact.mark) ?? ""),
          KeyValue("签名级别", "PAdES \(signature?.level.rawValue ?? "")"), KeyValue("算法", signature?.algorithm ?? ""),
          KeyValue("证书序列号", signature?.certificate?.serial ?? "", mono: true),
          KeyValue("证书主体", signature?.certificate?.subject ?? ""),
          KeyValue("签发者", signature?.certificate?.issuer ?? ""),
          KeyValue("证书有效期", "\(signature?.certificate?.notBefore ?? "") 至 \(signature?.certificate?.notAfter ?? "")"),
          KeyValue("签署前 HASH 值", event?.fact(ContractFact.digestBefore) ?? "", mono: true),
          KeyValue("复核结果", signature?.isSound == true ? "签名完整，签署后仅追加了预置的内容" : "未通过"),
        ]))
    }
    return blocks
  }

  /// A party that ticked: nothing here may look like a signature (B-30).
  private func acceptance(_ event: Event?, _ stamp: SignatureReport?) -> Block {
    .keyValues([
      KeyValue("签署方式", SignMode.clickwrap.title.chinese), KeyValue("效力说明", SignMode.clickwrap.standing.chinese),
      KeyValue("确认时间", event.map { time($0.at) } ?? ""),
      KeyValue("平台时间戳", stamp.map { "RFC 3161：\($0.provenTime ?? $0.claimedTime ?? "")" } ?? ""),
      KeyValue("时间戳机构", stamp?.certificate?.subject ?? ""),
      KeyValue("阅读时长", event?.fact(ContractFact.readSeconds).map { "\($0) 秒" } ?? ""),
      KeyValue("确认前 HASH 值", event?.fact(ContractFact.digestBefore) ?? "", mono: true),
      KeyValue("复核结果", stamp?.isSound == true ? "时间戳有效，文件在确认后未被改动" : "未通过"),
    ])
  }

  private var timeline: [Block] {
    let kinds: Set<ContractEventKind> = [.viewed, .read, .intentionAsked, .received, .liveImageRated, .signed]
    let rows = facts.events.compactMap { stored -> [[Run]]? in
      let event = stored.event
      guard let kind = ContractEventKind(stored: event.kind), kinds.contains(kind),
        let line = ContractLog.operation(event)?.line
      else { return nil }
      return [
        [Run(time(event.at))], [Run(line.actorText(in: .chinese))], [Run(line.actionText(in: .chinese))],
        [Run(line.ipText)],
        [Run(event.scene.deviceID.isEmpty ? "-" : Mask.device(event.scene.deviceID))],
      ]
    }
    return [
      .heading(1, "五、查看、阅读、确认与签署过程"),
      .table(
        Table(
          columns: [
            Table.Column(weight: 2), Table.Column(weight: 3), Table.Column(weight: 3), Table.Column(weight: 1.6),
            Table.Column(weight: 1.4),
          ],
          header: [["时间"], ["操作者"], ["操作"], ["IP"], ["设备"]], rows: rows, size: 8)),
    ]
  }

  /// Operation and status lines with the hash that chains each event to the one before.
  private var logs: [Block] {
    let status = facts.events.compactMap { ContractLog.status($0.event)?.line.text(in: .chinese) }
    let operation = facts.events.compactMap { stored in
      ContractLog.operation(stored.event).map { entry in
        [
          [Run("\(stored.sequence)")], [Run(entry.line.text(in: .chinese))],
          [Run(String(stored.hash.hex.prefix(16)), mono: true, size: 7)],
        ]
      }
    }
    return [
      .heading(1, "六、合同状态日志"), .list(ordered: true, status.map { [Run($0, size: 8)] }),
      .heading(1, "七、合同操作日志与哈希链"),
      .paragraph("每条记录的哈希包含上一条的哈希；改动、插入或删除任何一条都会使其后的哈希不再相符。"),
      .table(
        Table(
          columns: [Table.Column(weight: 0.5), Table.Column(weight: 9), Table.Column(weight: 1.8)],
          header: [["序"], ["日志"], ["链哈希"]],
          rows: operation, size: 7.5)),
    ]
  }

  private var statement: [Block] {
    [
      .heading(1, "八、验证方法与声明"),
      .list(
        ordered: true,
        [
          [Run("在 \(facts.publicURL)/verify 上传合同或本报告，可验证签名、时间戳以及文件是否被改动；上传的文件不会保留。")],
          [Run("也可使用任何符合 PAdES（ETSI EN 319 142）的验证软件，以平台根证书为信任锚离线验证。")],
          [Run(facts.authorityStatement.chinese)],
          [Run("时间以 UTC 存储，以北京时间（+08:00）显示。时间戳来源见各签名的“时间来源”。")],
          [Run("本报告由平台依据系统记录自动生成并以平台证书签名，不是公证文书，也不构成司法鉴定意见。")],
        ]),
    ]
  }

  private func signedEvent(_ party: ContractParty) -> Event? {
    facts.events.last { stored in
      stored.event.kind == ContractEventKind.signed.stored
        && stored.event.fact(ContractFact.partyID) == party.id.description
    }?.event
  }

  private func time(_ instant: Instant) -> String { instant.chineseLogText + " +08:00" }
}

/// 存证确认函: one page, the platform's own letter, never called a notarial act (F-043, F-094).
struct EvidenceConfirmation {
  let facts: EvidenceFacts
  let reportTitle: String
  let reportDigest: Digest

  private var acts: String {
    facts.round.parties.contains { $0.mode == .clickwrap }
      ? "已由各方签署或勾选确认，平台已复核全部数字签名和时间戳（勾选确认不是可靠的电子签名，详见存证报告）" : "已由各方签署完成，平台已复核全部数字签名"
  }

  func document() -> Document {
    let digest = facts.round.file?.latest.digest.description ?? ""
    let names = facts.round.parties.map { "\($0.side.title.chinese) \($0.name)" }.joined(separator: "、")
    return Document(
      title: "存证确认函 \(facts.contract.transactionNo)", language: .chinese,
      blocks: [
        .heading(0, "存证确认函"), .paragraph([.muted("Confirmation of evidence kept by the platform")], .centre),
        .spacer(12),
        .paragraph("兹确认：\(names) 通过合契电子合同订立平台签订的《\(facts.round.title)》\(acts)并留存下列电子数据："),
        .keyValues([
          KeyValue("系统交易编号", facts.contract.transactionNo, mono: true), KeyValue("合同文件 HASH 值", digest, mono: true),
          KeyValue("存证报告", "《\(reportTitle)》"), KeyValue("存证报告 HASH 值", reportDigest.description, mono: true),
          KeyValue("确认编号", facts.reportID, mono: true), KeyValue("确认时间", facts.at.chineseLogText + " +08:00"),
        ]),
        .spacer(8),
        .paragraph("持有人可在 \(facts.publicURL)/verify 上传文件核对。\(facts.authorityStatement.chinese)"),
        .paragraph([.muted("本确认函由平台自行出具并以平台证书签名，不是公证机构的公证文书。")]),
      ], footer: Document.RunningLine(left: facts.reportID, right: "{page} / {pages}"), style: .agreement,
      createdSeconds: facts.at.seconds)
  }
}
