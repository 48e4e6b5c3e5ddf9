import HeqiDomain
import HeqiHTTPKit
@testable import HeqiWeb

/// A full model of every page: each optional set, each list filled, so that no template name goes untested.
/// New pages add themselves here; see Sources/HeqiWeb/README.md.
struct SamplePage {
  let template: String
  let model: Any
  let render: @Sendable (PageLibrary, Shell) -> String

  init<Model: PageModel>(_ model: Model) {
    template = Model.template
    self.model = model
    render = { library, shell in library.render(model, shell: shell) }
  }
}

enum Samples {
  static func all(_ library: PageLibrary) -> [SamplePage] {
    publicPages(library) + identity(library) + office(library) + workbench(library) + contracts(library) + contacts(library) + seals(library)
      + signLinks(library) + callbacks + vendors(library)
      + organizations(library) + clients(library)
  }

  /// A form that was refused in every way.
  static let form = FormFields(
    .init(
      values: ["name": "叶小三", "mobile": "1381234", "email": "ye@example.com", "login": "ye@example.com"],
      errors: [
        "mobile": "手机号码应为 11 位，例如 13812345678。", "code": "验证码不对或已过期，请重新获取。", "agreement": "请先阅读并确认服务协议。",
        "decision": "请选择通过或不通过。",
      ], message: "还不能提交，请检查标出的地方。"))
  static let plainForm = FormFields()
  static let agreementSections = [LegalDocument.Section(heading: "一", paragraphs: ["…"])]

  static func publicPages(_ library: PageLibrary) -> [SamplePage] {
    [
      SamplePage(LandingPage(isSignedIn: false)),
      SamplePage(description),
      SamplePage(DocumentPage(library.documents.statement(.chinese), texts: library.chinese)),
      SamplePage(
        ProblemPageModel(
          heading: "没有找到这个页面", detail: "地址可能写错了，内容可能已被移走，或者它属于另一个账号。", code: "page.missing",
          requestID: "5f0c9a1b2c3d4e5f60718293", isSignedIn: false, needsSignIn: true, signIn: "/login")),
      SamplePage(
        OutboxPage(messages: [
          .init(
            channel: "短信", icon: "phone", at: "今天 14:02:11", to: "138****5678", subject: nil,
            body: "【合契】验证码 482913，用于注册，10 分钟内有效。请勿告诉任何人。", code: "482913"),
          .init(
            channel: "邮件", icon: "mail", at: "今天 14:01:40", to: "s***@example.com", subject: "《房屋租赁合同》等待您签署",
            body: "叶*三 邀请您签署《房屋租赁合同》。\n截止 11-28 18:00。", code: nil),
        ])),
    ]
  }

  static func identity(_ library: PageLibrary) -> [SamplePage] {
    let texts = library.chinese
    return [
      SamplePage(RegisterPage(form: form, codeSent: true, agreement: library.documents.agreement(.chinese), texts: texts)),
      SamplePage(LoginPage(form: form, isPassword: false, next: "/contracts/1", codeSent: true, texts: texts)),
      SamplePage(ResetPage(form: form, codeSent: true)),
      SamplePage(
        AccountPage(
          tabs: PageTab.account(current: Links.account, texts: texts), form: form, name: "叶小三", mobile: "138****5678",
          email: "ye@example.com", isEmailConfirmed: false, since: "2026-11-21 14:02", agreement: "版本 2026-11 · 2026-11-21 14:02 确认", status: "未认证",
          statusKind: "wait", statusText: texts("account.statusUnverified"), canVerify: true)),
      SamplePage(
        ContactPage(
          tabs: PageTab.account(current: Links.account, texts: texts), form: form, isMobile: true,
          heading: texts("account.mobileTitle"), present: "138****5678", action: Links.newMobile, codeSent: true)),
      SamplePage(verification(texts)),
      SamplePage(
        SessionsPage(
          tabs: PageTab.account(current: Links.sessions, texts: texts), hasOthers: true,
          sessions: [
            .init(
              device: "Chrome · Windows", icon: "laptop", address: "172.124.***.**", lastSeen: "今天 14:20", opened: "今天 09:02",
              isCurrent: true, end: "/account/sessions/1/end", endLabel: "退出 Chrome · Windows"),
            .init(
              device: "Safari · iPhone", icon: "phone", address: "114.88.***.*", lastSeen: "昨天 21:44", opened: "11-18 08:30",
              isCurrent: false, end: "/account/sessions/2/end", endLabel: "退出 Safari · iPhone"),
          ])),
      SamplePage(
        ActivityLogPage(
          tabs: PageTab.account(current: Links.personalLog, texts: texts), lines: log, older: "/account/log?before=ab",
          csv: "/account/log.csv?topic=account", pdf: "/account/log.pdf?topic=account",
          topics: [SelectOption(value: "account", label: "账户与认证", isSelected: true)],
          form: FormFields(.init(values: ["from": "2026-13-01"], errors: ["from": "请填写日期"])), clear: Links.personalLog)),
    ]
  }

  static let log = [
    LogEntry(at: "2026年11月21日 14:02:11", text: "【注册日志】叶*三 在 web / MAC：不可用(web) / IP - 172.124.***.** &提交注册信息& /姓名:叶*三/手机号码:138****5678/邮箱:y***@example.com"),
    LogEntry(at: "2026年11月21日 14:02:11", text: "【系统日志】系统 &验证手机短信& /结果:成功"),
  ]

  static func verification(_ texts: LocaleTexts) -> VerificationPage {
    VerificationPage(
      tabs: PageTab.account(current: Links.verification, texts: texts), form: form, lead: texts("verification.leadStart"),
      status: "认证未通过", statusKind: "turn",
      steps: [
        .init(label: texts("verification.stepOne"), isDone: true, isCurrent: false),
        .init(label: texts("verification.stepTwo"), isDone: false, isCurrent: true),
        .init(label: texts("verification.stepThree"), isDone: false, isCurrent: false),
        .init(label: texts("verification.stepFour"), isDone: false, isCurrent: false),
      ], correction: "身份证号码与照片上读到的不一致，请核对后修改。", isWaiting: true, waitingTitle: texts("verification.waitingReview"),
      waitingText: texts("verification.waitingReviewText", ["due": "11-24 18:00"]), canRequestReview: true,
      certificate: .init(
        subject: "叶小三", issuer: "Heqi Issuing CA", serial: "3f9a…27c1", validity: "2026-11-21 — 2029-11-20",
        statement: "平台内置证书机构，不是持牌的电子认证服务机构。"),
      showForm: true,
      cardImages: [
        .init(id: "front", label: texts("verification.front"), guide: texts("verification.frontGuide"), isStored: false, stored: "", problem: "请上传人像面。"),
        .init(id: "back", label: texts("verification.back"), guide: texts("verification.backGuide"), isStored: true, stored: texts("verification.stored"), problem: nil),
      ],
      faceImage: .init(id: "live", label: texts("verification.live"), guide: texts("verification.liveGuide"), isStored: false, stored: "已提交过", problem: "照片太暗。"),
      consentFace: true, consentShow: false, submitLabel: texts("verification.submit"),
      checks: [
        .init(label: "手机号码", state: "通过", kind: "ok"), .init(label: "姓名", state: "未通过", kind: "turn"),
        .init(label: "身份证号码", state: "待人工审核", kind: "wait"),
      ], log: log)
  }

  static func office(_ library: PageLibrary) -> [SamplePage] {
    let tabs = [
      PageTab(label: "待审核", href: Links.reviewQueue, isCurrent: true), PageTab(label: "超期", href: Links.reviewOverdue, isCurrent: false),
    ]
    return [
      SamplePage(
        ReviewQueuePage(
          heading: "待审核 2 件", tabs: tabs, hasCases: true,
          cases: [
            .init(
              person: "叶*三", idNumber: "310***********1234", question: "人脸比对", claimed: "王*正在处理", opened: "今天 09:10",
              due: "明天 18:00", remaining: "还有 28 小时", isOverdue: false, href: "/office/reviews/1", openLabel: "审核 叶*三"),
            .init(
              person: "李*", idNumber: "110***********002X", question: "人脸比对", claimed: "", opened: "11-17 16:40", due: "昨天 18:00",
              remaining: "已超期 20 小时", isOverdue: true, href: "/office/reviews/2", openLabel: "审核 李*"),
          ], hasPager: true, first: Links.reviewQueue, next: Links.reviewQueue + "?after=1")),
      SamplePage(
        ReviewCasePage(
          heading: "叶*三 的实名认证", lead: "身份证与本人照片是同一个人吗？", due: "还有 28 小时", dueKind: "wait",
          images: [
            .init(label: "身份证人像面", source: library.assets.path("empty.svg"), key: "1", zoom: "放大：身份证人像面"),
            .init(label: "本人照片", source: nil, key: "2", zoom: "放大：本人照片"),
          ], facts: [.init(label: "姓名", value: "叶*三"), .init(label: "身份证号码", value: "310***********1234")], log: log,
          isClosed: false, closed: "", action: "/office/reviews/1", form: form, isApprove: true, isReject: false)),
      SamplePage(
        JobsPage(
          stats: [Statistic(number: "3", label: "排队中"), Statistic(number: "1", label: "死信")], hasJobs: true,
          jobs: [.init(topic: "sms", id: "0190-…", error: "短信服务商拒绝：余额不足", tries: "8", since: "今天 10:02")])),
    ]
  }

  static func onboarding(_ texts: LocaleTexts) -> OnboardingCard {
    var facts = Onboarding.Facts()
    (facts.isVerified, facts.hasSeal) = (true, true)
    return OnboardingCard(Onboarding(facts, isCompany: true), isCompany: true, isFolded: false, texts: texts)
  }

  static func workbench(_ library: PageLibrary) -> [SamplePage] {
    [
      SamplePage(
        WorkbenchPage(
          heading: "等待您处理的 2 件事", lead: "最近的截止时间：今天 18:00", needsVerification: true, showGuide: true, hasSample: true,
          guide: [
            .init(label: "完成实名认证", text: "得到本人的证书和姓名章。", state: "done", isCurrent: false, link: .init(href: "/account/verification", action: "查看")),
            .init(label: "签署示例合同", text: "读完、确认、选择签章、输入验证码。", state: "current", isCurrent: true, link: .init(href: "/contracts/1", action: "开始")),
            .init(label: "验证签好的文件", text: "下载后拖到验证页。", state: "later", isCurrent: false, link: nil),
          ],
          onboarding: onboarding(library.chinese),
          stats: [
            Statistic(number: "2", label: "等待我"), Statistic(number: "6", label: "等待对方"), Statistic(number: "35", label: "已完成签署"),
            Statistic(number: "3", label: "已失效"),
          ],
          requests: [
            .init(
              initial: "房", turn: "对方已签署，等您签署", title: "房屋租赁合同", href: "/contracts/1", counterparty: "李*明",
              transactionNo: "A0000000000017", folder: "待发起方签", hash: "sha256:abc", hashShort: "a1b2c3…d4e5f6", due: "今天 18:00",
              remaining: "还有 6 小时", urged: "对方于 今天 09:30 催签", isSoon: true, isFirst: true, action: "去签署"),
            .init(
              initial: "采", turn: "等您接收", title: "采购框架协议", href: "/contracts/2", counterparty: "王*", transactionNo: "A0000000000021",
              folder: "待接收", hash: "sha256:abc", hashShort: "a1b2c3…d4e5f6", due: "11-28 12:00", remaining: "还有 7 天", urged: nil, isSoon: false, isFirst: false,
              action: "去接收"),
          ], batch: Links.batch, elsewhere: ["您在「示例科技有限公司」还有 3 件待办"], mode: Links.mode,
          news: [.init(sentence: "《保密协议》已由各方签署完成，可下载合同和存证报告。", href: "/contracts/3", at: "今天 09:02", isNew: true)], hasNews: true,
          hasUnread: true, reading: Links.inboxReading, hasDone: true, done: [.init(turn: "您已签署", title: "保密协议", at: "昨天 17:20")]))
    ]
  }

  static func shell(_ library: PageLibrary, english: Bool = false, signedIn: Bool = true, staff: Bool = false) -> Shell {
    let texts = english ? library.english : library.chinese
    let counts = NavigationCounts(requests: 2, all: 48, folders: [.draft: 2, .awaitingReceiverSign: 4, .completed: 35])
    let navigation = ShellNavigation(texts: texts, path: staff ? Links.reviewQueue : Links.workbench, counts: counts, isStaff: staff)
    return Shell(
      language: texts.language, languageCode: texts.language.rawValue, title: "待办", csrf: "0123456789abcdef", path: "/workbench",
      isChinese: !english, isEvaluation: true,
      user: signedIn ? ShellUser(name: "叶小三", initial: "叶", isVerified: true, isStaff: staff, company: staff ? nil : "示例科技有限公司") : nil,
      navigation: signedIn ? navigation.groups : [], bottomBar: signedIn ? navigation.bottomBar : [],
      notice: signedIn ? texts("notice.registered") : nil, requestID: "5f0c9a1b2c3d4e5f60718293")
  }
}
