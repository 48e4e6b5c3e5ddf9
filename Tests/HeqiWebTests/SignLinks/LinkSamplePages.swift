import HeqiDomain
import HeqiHTTPKit
@testable import HeqiWeb

extension Samples {
  static func signLinks(_ library: PageLibrary) -> [SamplePage] {
    let texts = library.chinese
    let refused = FormFields(
      .init(
        values: ["mark": "handwriting"],
        errors: ["mark": "请选择。", "strokes": "太简单。", "confirmed": "请确认。", "code": "不对。", "reason": "请写明原因。"],
        message: "请检查标出的地方。"))
    return [
      SamplePage(
        LinkOpenPage(
          surroundings: LinkSurroundings(sample: "opened"), theme: "/s/1/theme.css", name: "资金归集授权协议", sender: "示例商户", greeting: texts("link.greeting", ["name": "张三"]), facts: [fact],
          action: "/s/1/receipt", canRefuse: true, refusal: "/s/1/refusal")),
      SamplePage(
        LinkSignPage(
          surroundings: LinkSurroundings(sample: "signing"), theme: "/s/1/theme.css", name: "资金归集授权协议", sender: "示例商户", turn: texts("link.turn", ["name": "示例商户", "until": "2026-12-05"]),
          steps: [.init(label: "阅读", state: "now", isNow: true)], readingURL: "/s/1/reading", digest: "sha256:ab", digestShort: "ab…cd",
          secondsLeft: "5", pageCount: "2", sheets: sheets(texts), form: refused, parties: partyRows,
          files: [.init(name: "附件一", href: "#page-2", pages: "第 2–3 页")], hasFiles: true, download: "/s/1/file.pdf",
          action: "/s/1/signature", signerLine: "张三", isTick: false, groupHref: nil, confirmText: texts("sign.confirm"), offersSeal: true, sealImage: "/s/1/seal.svg", isSeal: true, offersHandwriting: true, isHandwriting: true,
          isConfirmed: true, readingText: "还需 5 秒", codeHint: "138****8000", codeURL: "/s/1/code", isCodeSent: true,
          consequence: texts("link.consequenceLast"), canRefuse: true, refusal: "/s/1/refusal")),
      SamplePage(
        LinkStatePage(
          surroundings: LinkSurroundings(sample: "signed"), theme: "/s/1/theme.css", heading: texts("link.signed"), text: texts("link.signedText"), isGood: true, facts: [fact], download: "/s/1/file.pdf",
          fresh: "/s/1/fresh", isSent: true, returnURL: "https://shop.example/back")),
      SamplePage(
        LinkFacePage(
          surroundings: LinkSurroundings(sample: "signing"), theme: "/s/1/theme.css", name: "资金归集授权协议", sender: "示例商户", text: texts("face.startText", ["name": "示例商户"]), action: "/s/1/face",
          otherWay: texts("face.otherWay", ["name": "示例商户"]), canRefuse: true, refusal: "/s/1/refusal")),
      SamplePage(
        FacePage(
          theme: "/f/1/theme.css", logo: CallerLogo(url: "https://shop.example/logo.png", name: "示例商户"), heading: texts("face.consent"), text: texts("face.consentText"), isGood: true, facts: [fact], points: ["用途", "处理者"],
          scripts: ["https://v.example/j.js"], needsBrowser: true,
          consentURL: "/f/1/consent", form: FormFields(.init(errors: ["consent": "请先勾选。"])), vendorURL: "/dev/face/1",
          resultURL: "/f/1/result", againURL: "/f/1/again", againText: texts("face.tryAgain"), reviewURL: "/f/1/review", isLate: true, back: "/s/1", backText: texts("face.again"), otherWay: "可改用其他方式。")),
      SamplePage(TestFacePage(action: "/dev/face/1", choices: [.init(value: "SUCCESS", label: texts("face.test.SUCCESS"))])),
      SamplePage(
        GroupPage(
          theme: nil, heading: texts("group.heading", ["name": "张三", "count": "2"]), sender: "示例商户", lead: texts("group.lead"),
          isDone: false,
          rows: [
            .init(
              title: "资金归集授权协议", number: "A0000000000001", hash: "sha256:ab", hashShort: "ab…cd", state: texts("group.state.unread"),
              stateKind: "wait", href: "/s/1?in=2", button: texts("group.read"), isNext: true, download: "/s/1/file.pdf",
              problem: "没有签署成功。")
          ], needsReceipt: true, receipt: "/g/2/receipt", hasOpen: true, isReady: true, form: refused, action: "/g/2/signature",
          offersSeal: true, sealImage: "/s/1/seal.svg", isSeal: true, offersHandwriting: true, isHandwriting: false, isConfirmed: false,
          confirmText: texts("group.confirm", ["count": "2"]), asksCode: true, codeHint: "138****8000", codeURL: "/g/2/code",
          isCodeSent: true, submit: texts("group.submit", ["count": "2"]), legal: texts("group.legal"),
          returnURL: "https://shop.example/back")),
      SamplePage(LinkRefusalPage(
          surroundings: LinkSurroundings(sample: "signing"), theme: "/s/1/theme.css", name: "资金归集授权协议", action: "/s/1/refusal", back: "/s/1", form: refused)),
    ]
  }
}
