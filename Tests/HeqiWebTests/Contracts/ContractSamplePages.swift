import HeqiDomain
import HeqiHTTPKit
@testable import HeqiWeb

extension Samples {
  static let hash = "sha256:a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90"
  static let hashShort = "a1b2c3…7e8f90"

  static func contracts(_ library: PageLibrary) -> [SamplePage] {
    contractPages(library.chinese) + approvals(library) + draftTemplates(library) + draftPages(library.chinese) + signingPages(library) + verificationPages(library.chinese)
  }

  static func sheets(_ texts: LocaleTexts) -> [PageSheet] {
    (1...2).map { page in
      PageSheet(
        number: String(page), source: "/contracts/1/pages/\(page)?w=1240&v=ab", sources: "/contracts/1/pages/\(page)?w=828&v=ab 828w",
        label: texts("pages.page", ["page": String(page), "count": "2"]), width: "1080", height: "1527.4", pointWidth: "595.28",
        pointHeight: "841.89", isFirst: page == 1,
        marks: [
          PlaceMark(
            tone: "tone-1", x: "150", y: "720", boxWidth: "216", boxHeight: "216", textX: "258", textY: "828", text: texts("places.kindSignature"))
        ],
        strips: [
          PlaceMark(
            tone: "tone-1", x: "972", y: "655", boxWidth: "108", boxHeight: "216", textX: "0", textY: "0", text: "")
        ])
    }
  }

  static let button = ContractButton(
    label: "撤回合同", href: "/contracts/1/withdrawal", isPost: true, isWarning: true, consequence: "合同随即失效，各方都会收到通知和原因。")
  static let fact = FactRow(label: "签发顺序", value: "先发后签")
  static let partyRows = [
    PartyRow(partyName: "叶小三（您）", side: "发起方", tone: "tone-1", state: "待签署", stateKind: "wait", stateText: "等待处理"),
    PartyRow(partyName: "李明", side: "接收方", tone: "tone-2", state: "已签署", stateKind: "ok", stateText: "今天 10:42"),
  ]

  static func contractHead(_ tab: ContractTab, _ texts: LocaleTexts) -> ContractHead {
    ContractHead(
      name: "房屋租赁合同", folder: "待发起方签", folderHref: "/folders/awaitingInitiatorSign", transactionNo: "A0000000000017", round: "第 2 轮",
      stage: "待发起方签", stageKind: "turn", turn: "轮到您签署，请在 2026-11-28 18:00 前完成。签署后合同成立。", turnKind: "yours",
      remaining: "今天 18:00 · 还有 6 小时", isSoon: true, asked: "示例科技有限公司：由 李小四、王五 中任一人签署", events: Links.workbenchEvents, hasMain: true, main: button,
      urge: "/contracts/1/urging", urgeLater: "今天 10:00 起可以催签",
      tabs: ContractTab.allCases.map { PageTab(label: texts($0.titleKey), href: "/contracts/1/\($0.rawValue)", isCurrent: $0 == tab) })
  }

  static func contractPages(_ texts: LocaleTexts) -> [SamplePage] {
    [
      SamplePage(contractList(texts)), SamplePage(tags(texts)),
      SamplePage(
        ContractFilePage(
          head: contractHead(.file, texts), hasPages: true, pageCount: "2", sheets: sheets(texts), parties: partyRows, facts: [fact],
          revisions: [RevisionRow(what: "上传的文件", at: "今天 09:10", hash: hash, hashShort: hashShort, copyLabel: "复制哈希：上传的文件")],
          more: [button, ContractButton(label: "下载合同文件", href: "/contracts/1/file.pdf", isPost: false, isWarning: false, consequence: "PDF 原件")])),
      SamplePage(
        ContractProgressPage(
          head: contractHead(.progress, texts),
          steps: [
            .init(label: "发起合同", text: "叶小三 · 今天 09:12", state: "done", isDone: true, isNow: false),
            .init(label: "叶小三 签署", text: "正在等待", state: "now", isDone: false, isNow: true),
          ], approvals: [approvalCard], lines: log, csv: "/contracts/1/log.csv")),
      SamplePage(ContractLogPage(head: contractHead(.log, texts), lines: log, csv: "/contracts/1/log.csv", pdf: "/contracts/1/log.pdf")),
      SamplePage(
        ContractAttachmentsPage(
          head: contractHead(.attachments, texts), note: texts("contract.preparing"),
          files: [
            .init(
              icon: "file", fileTitle: "合同文件", text: "含 2 个签名的 PDF 原件", size: "184 KB", hash: hash, hashShort: hashShort,
              copyLabel: "复制哈希：合同文件", isMain: true, href: "/contracts/1/file.pdf", openLabel: "下载 合同文件", badge: nil,
              remove: nil, removeLabel: "")
          ],
          papers: [
            .init(
              icon: "files", fileTitle: "平面图.pdf", text: "叶小三 添加于 今天 09:30", size: "84 KB", hash: hash, hashShort: hashShort,
              copyLabel: "复制哈希：平面图.pdf", isMain: false, href: "/contracts/1/attachments/2", openLabel: "下载 平面图.pdf",
              badge: "签署完成后补充", remove: "/contracts/1/attachments/2/removal", removeLabel: "移除 平面图.pdf")
          ], mayAttach: true, isCompleted: true, action: "/contracts/1/attachments",
          form: FormFields(.init(errors: ["file": "无法添加这个附件"])))),
      SamplePage(
        ContractDecisionPage(
          back: "/contracts/1", contractTitle: "房屋租赁合同", heading: "撤回《房屋租赁合同》", action: "/contracts/1/withdrawal",
          form: FormFields(.init(values: ["reason": "金额写错了"], errors: ["reason": "请填写原因，对方会看到它。"], message: "合同刚刚被另一方更新。")),
          consequences: [texts("decide.withdrawOne")], asksReason: true, isReasonRequired: false, reasonLabel: "撤回的原因", buttonKind: "warn",
          label: "撤回合同")),
    ]
  }

  static func contractList(_ texts: LocaleTexts) -> ContractListPage {
    let option = SelectOption(value: "1", label: "租赁", isSelected: true)
    let refused = FormFields(.init(values: ["who": "李明", "from": "2026-13-01"], errors: ["from": "日期写作 2026-11-28。"], message: nil))
    return ContractListPage(
      heading: "最近的合同", lead: texts("contracts.allLead"), query: "租赁", searchAction: "/contracts",
      folders: [.init(label: "全部", href: "/contracts", count: "48", isCurrent: true), .init(label: "草稿", href: "/folders/draft", count: "2", isCurrent: false)],
      scopes: [.init(label: "全公司", href: "/contracts", isCurrent: true), .init(label: "我参与的", href: "/contracts?scope=member", isCurrent: false)],
      hasScopes: true, events: Links.workbenchEvents,
      filter: .init(
        action: "/contracts", isOpen: true, form: refused, roles: [option], stages: [option], tags: [option], hasTags: true, sorts: [option]),
      views: [.init(label: "本月到期", href: "/contracts?due=1", isCurrent: true, deleteAction: "/contracts/views/1/delete", deleteLabel: "删除视图：本月到期")],
      canSave: true, viewQuery: "who=李明", hasRows: true,
      rows: [
        .init(
          contractID: "1", chooseLabel: "选择：房屋租赁合同", initial: "房", turn: "轮到您签署，请在 2026-11-28 18:00 前完成。签署后合同成立。", title: "房屋租赁合同",
          href: "/contracts/1", counterparty: "与 李明", transactionNo: "A0000000000017", listed: "今天 10:42", isYours: true, stage: "待发起方签",
          stageKind: "turn", due: "今天 18:00 · 还有 6 小时", isSoon: true, goHref: "/contracts/1/sign", go: "去签署", goLabel: "去签署：房屋租赁合同",
          tags: [TagBadge(name: "租赁", color: "cinnabar")])
      ], tagOptions: [option], hasTags: true, back: "/contracts", export: "/contracts/list.csv", emptyTitle: "没有找到", emptyText: "换一个词",
      clearHref: "/contracts", isPartial: true, hasPager: true, previous: "/contracts?before=ab", next: "/contracts?after=ab", nextLabel: "后一页")
  }

  static func tags(_ texts: LocaleTexts) -> TagsPage {
    let option = SelectOption(value: "cinnabar", label: "朱红", isSelected: true)
    return TagsPage(
      form: FormFields(.init(values: ["name": "租赁"], errors: ["name": "已有这个标签。"], message: "请改正。")), colors: [option],
      tags: [
        .init(
          id: "1", name: "租赁", color: "cinnabar", colors: [option], action: "/contracts/tags/1", deleteAction: "/contracts/tags/1/delete",
          href: "/contracts?tag=1", nameLabel: "名称", colorLabel: "颜色", saveLabel: "保存", deleteLabel: "删除", showLabel: "查看")
      ], hasTags: true)
  }

  static func dashboard(_ texts: LocaleTexts) -> DashboardPage {
    let now = Instant(seconds: 1_780_000_000)
    var months = ContractFigures.Month.last(12, at: now)
    months[11].initiated = 5
    months[11].completed = 3
    return DashboardPage(
      ContractFigures(
        folders: [.completed: 3, .draft: 1], overdue: 1, dueSoon: 2, timeToSign: .init([.seconds(7200), .seconds(90_000)]),
        months: months), isCompany: true, texts: texts)
  }

  static func draftHead(_ step: DraftStep, _ texts: LocaleTexts) -> DraftHead {
    DraftHead(
      name: "房屋租赁合同", transactionNo: "A0000000000017", lead: texts(step.leadKey), note: texts("draft.again", ["number": "2"]),
      steps: DraftStep.allCases.map {
        DraftHead.Step(label: texts($0.titleKey), href: "/contracts/1/draft/\($0.rawValue)", isDone: $0.index < step.index, isNow: $0 == step, isOpen: $0 != step)
      })
  }

  static func draftPages(_ texts: LocaleTexts) -> [SamplePage] {
    let kind = DraftPlacesPage.Kind(
      kind: "signature", kindLabel: "签名或印章", kindParty: "p1", kindTone: "tone-1", kindText: "签名或印章 · 叶小三", kindWidth: "119", kindHeight: "119")
    let refused = FormFields(
      .init(
        values: ["title": "房屋租赁合同", "signDate": "2026-12-06", "signTime": "18:00", "keyword": "甲方（签字）", "newPage": "2"],
        errors: [
          "file": "无法使用这个文件：文件已加密。", "keyword": "文件里没有找到这个关键字。", "newPage": texts("places.numbersMissing"),
          "declared": "请确认合同不涉及法律不允许电子签署的事项。", "signDate": texts("settings.dateMissing"),
        ], message: "还不能继续，请检查标出的地方。"))
    return [
      SamplePage(
        DraftFilePage(
          draft: draftHead(.file, texts), action: "/contracts/1/draft/file", form: refused,
          file: .init(fileName: "房屋租赁合同.pdf", fileFacts: "2 页 · 184 KB", hash: hash, hashShort: hashShort), next: "/contracts/1/draft/receivers",
          dropTitle: texts("start.dropReplace"), isNew: true, parameters: "/contracts/1/drafting/parameters")),
      SamplePage(
        DraftReceiversPage(
          draft: draftHead(.receivers, texts), action: "/contracts/1/draft/receivers", form: refused, myInitial: "叶", myName: "叶小三",
          rows: [
            .init(
              index: "0", legend: "接收方 1", removeLabel: "移除接收方 1", canRemove: true, partyID: "a", isCompany: true, person: "李明", mobile: "138", email: "",
              hasError: true, rowError: texts("receivers.rowError"), showTurn: true, turnNo: "1", contactID: "c1"),
            .init(
              index: "1", legend: "接收方 2", removeLabel: "移除接收方 2", canRemove: true, partyID: "", isCompany: false, person: "王芳", mobile: "13912345678", email: "",
              hasError: false, rowError: "", showTurn: false, turnNo: "2", contactID: ""),
          ], canAdd: true, back: "/contracts/1/draft/file",
          contacts: [.init(value: "contact.c1", label: "李明", chooseLabel: "选择 李明 为接收方")], hasContacts: true)),
      SamplePage(
        DraftPlacesPage(
          draft: draftHead(.places, texts), action: "/contracts/1/draft/places", form: refused, pageCount: "2", sheets: sheets(texts),
          parties: [.init(partyID: "p1", partyName: "叶小三", side: "发起方", tone: "tone-1", kinds: [kind])], kindOptions: [kind], hasPlaces: true,
          places: [
            .init(
              index: "0", value: ";p1;signature;2;80;320;119;119", tone: "tone-1", text: "签名或印章 · 叶小三", where: "第 2 页",
              removeLabel: "移除：签名或印章 · 叶小三")
          ], canSeam: true, pageHeight: "841.89", isSeamOpen: true, isExactOpen: true,
          seams: [.init(index: "0", tone: "tone-1", text: "叶小三 · 全部页 · 右边", removeLabel: "移除：叶小三 · 全部页 · 右边")], back: "/contracts/1/draft/receivers")),
      SamplePage(
        ConvertedFilePage(
          draft: draftHead(.file, texts), text: texts("converted.text", ["pages": "2"]), pageCount: "2", sheets: sheets(texts),
          next: "/contracts/1/draft/receivers", again: "/contracts/1/draft/file")),
      SamplePage(
        DraftSettingsPage(
          draft: draftHead(.settings, texts), action: "/contracts/1/draft/settings", form: refused, isSendThenSign: true, hasSeveral: true,
          isSequential: true, isMoreOpen: true, isDeclared: true, isCompany: true,
          types: [SelectOption(value: "1", label: "采购", isSelected: true)], back: "/contracts/1/draft/places")),
      SamplePage(
        DraftSendPage(
          draft: draftHead(.send, texts), form: refused, problems: [.init(problem: "每一方都需要至少一个盖章或签名位置。李*", fixHref: "/contracts/1/draft/places")],
          rows: [.init(label: "文件", value: "房屋租赁合同.pdf", extra: "2 页 · 184 KB", href: "/contracts/1/draft/file", changeLabel: "修改：文件")],
          steps: [.init(label: "固定文件", text: "计算哈希，写入日志", state: "now")], action: "/contracts/1/draft/send", isReady: true, submit: "发起合同",
          consequence: texts("send.consequence"), negotiate: "/contracts/1/drafting/start", isAgreed: true, later: "/contracts/1")),
    ]
  }

  static func signingPages(_ library: PageLibrary) -> [SamplePage] {
    let texts = library.chinese
    return [
      SamplePage(signPage(library, isBlocked: false)),
      SamplePage(
        SignedPage(
          heading: "您已签署", next: "接下来由 李明 签署，完成后会通知您。", facts: [FactRow(label: "合同名称", value: "房屋租赁合同")], hash: hash,
          hashShort: hashShort, contract: "/contracts/1", download: "/contracts/1/file.pdf", hasWaiting: true,
          waiting: texts("done.waiting", ["count": "2"]))),
    ]
  }

  static func signPage(_ library: PageLibrary, isBlocked: Bool) -> SignPage {
    let texts = library.chinese
    return SignPage(
      name: "房屋租赁合同", turn: "轮到您签署，请在 2026-11-28 18:00 前完成。签署后合同成立。", back: "/contracts/1",
      steps: [
        .init(label: "阅读", state: "now", isNow: true), .init(label: "选择签章", state: "later", isNow: false),
        .init(label: "确认并签署", state: "later", isNow: false),
      ], readingURL: "/contracts/1/sign/reading", digest: hash, digestShort: hashShort, secondsLeft: "10", pageCount: "2",
      sheets: sheets(texts),
      form: FormFields(
        .init(
          values: ["mark": "s1"],
          errors: [
            "mark": texts("sign.markMissing"), "strokes": texts("sign.handMissing"), "confirmed": texts("sign.confirmMissing"),
            "code": "验证码不正确。请核对后重新输入。",
          ], message: "文件在您阅读之后发生了变化。")), parties: partyRows, download: "/contracts/1/file.pdf",
      ratings: [
        .init(
          number: "1", question: texts("sign.question", ["name": "李明"]), image: library.assets.path("tally.svg"),
          alt: texts("sign.rateAlt", ["name": "李明"]), action: "/contracts/1/parties/2/rating")
      ], rated: ["您对 王芳 照片的确认：确认"], skipped: [texts("sign.skipped", ["name": "周舟"])], isBlocked: isBlocked,
      blocked: texts("sign.blockedRating"), action: "/contracts/1/sign",
      seals: [.init(number: "1", sealID: "s1", sealName: "姓名章", image: library.assets.path("brand.svg"), isChecked: true)],
      offersHandwriting: true, isHandwriting: false, isConfirmed: false, readingText: texts("sign.readForced", ["seconds": "10"]),
      asksPIN: true, asksCode: true, codeHint: texts("sign.codeHint", ["mobile": "138****5678"]), codeURL: "/contracts/1/sign/code", isCodeSent: true,
      consequence: texts("sign.consequenceLast"), canReturn: true, returnHref: "/contracts/1/return")
  }

  static func verificationPages(_ texts: LocaleTexts) -> [SamplePage] {
    [
      SamplePage(
        VerifyPage(
          form: FormFields(.init(message: texts("verify.missing"))),
          result: .init(
            kind: "ok", verdict: "valid", icon: "shield", headline: texts("verify.valid", ["count": "2"]), explanation: texts("verify.validText"),
            fileName: "房屋租赁合同.pdf", size: "184 KB", hash: hash, hashShort: hashShort, knownKind: "ok", knownState: "known",
            known: texts("verify.originContract", ["number": "A0000000000017", "state": "已完成签署"]) + texts("verify.originNewest"),
            signatures: [
              .init(
                number: "1", indication: "TOTAL-PASSED", who: "李明", state: "有效", stateKind: "ok", sentence: "李明 的签名与文件内容一致。",
                checks: [.init(kind: "good", icon: "check-circle", text: texts("verify.checkIntact"))],
                facts: [FactRow(label: texts("verify.factLevel"), value: "B-T")], hasFindings: true, findings: ["the certificate is valid"])
            ], hasRemarks: true, remarks: ["the file has 3 revisions"])))
    ]
  }
}
