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
          name: "资金归集授权协议", sender: "示例商户", greeting: texts("link.greeting", ["name": "张三"]), facts: [fact],
          action: "/s/1/receipt", canRefuse: true, refusal: "/s/1/refusal")),
      SamplePage(
        LinkSignPage(
          name: "资金归集授权协议", sender: "示例商户", turn: texts("link.turn", ["name": "示例商户", "until": "2026-12-05"]),
          steps: [.init(label: "阅读", state: "now", isNow: true)], readingURL: "/s/1/reading", digest: "sha256:ab", digestShort: "ab…cd",
          secondsLeft: "5", pageCount: "2", sheets: sheets(texts), form: refused, parties: partyRows, download: "/s/1/file.pdf",
          action: "/s/1/signature", signerLine: "张三", offersSeal: true, isSeal: true, offersHandwriting: true, isHandwriting: true,
          isConfirmed: true, readingText: "还需 5 秒", codeHint: "138****8000", codeURL: "/s/1/code", isCodeSent: true,
          consequence: texts("link.consequenceLast"), canRefuse: true, refusal: "/s/1/refusal")),
      SamplePage(
        LinkStatePage(
          heading: texts("link.signed"), text: texts("link.signedText"), isGood: true, facts: [fact], download: "/s/1/file.pdf",
          fresh: "/s/1/fresh", isSent: true, returnURL: "https://shop.example/back")),
      SamplePage(
        LinkFacePage(
          name: "资金归集授权协议", sender: "示例商户", text: texts("face.startText", ["name": "示例商户"]), action: "/s/1/face",
          otherWay: texts("face.otherWay", ["name": "示例商户"]), canRefuse: true, refusal: "/s/1/refusal")),
      SamplePage(
        FacePage(
          heading: texts("face.consent"), text: texts("face.consentText"), isGood: true, facts: [fact], points: ["用途", "处理者"],
          consentURL: "/f/1/consent", form: FormFields(.init(errors: ["consent": "请先勾选。"])), vendorURL: "/dev/face/1",
          resultURL: "/f/1/result", isLate: true, back: "/s/1", backText: texts("face.again"), otherWay: "可改用其他方式。")),
      SamplePage(TestFacePage(action: "/dev/face/1", choices: [.init(value: "SUCCESS", label: texts("face.test.SUCCESS"))])),
      SamplePage(LinkRefusalPage(name: "资金归集授权协议", action: "/s/1/refusal", back: "/s/1", form: refused)),
    ]
  }
}
