import HeqiDomain
import HeqiHTTPKit
@testable import HeqiWeb

extension Samples {
  static func vendors(_ library: PageLibrary) -> [SamplePage] {
    let texts = library.chinese
    let row = FaceReviewQueuePage.Row(
      person: "张*", client: "示例商户", at: "今天 10:02", due: "12-01 24:00", remaining: "还有 2 天", isOverdue: true, href: "/office/faces/1",
      openLabel: "打开张*", state: texts("faceReviews.state.passed"), stateKind: "done", reason: "王*明：一致")
    let refused = FormFields(
      .init(
        values: ["consent": "on"], errors: ["consent": "请先勾选。", "front": "请选择照片。", "reason": "请写明原因。", "decision": "请选择。"],
        message: "请检查标出的地方。"))
    return [
      SamplePage(
        VendorsPage(
          hasBoards: true,
          boards: [
            .init(
              port: "face", label: texts("vendors.port.face"), text: texts("vendors.text.face"), end: texts("vendors.end.face"),
              action: "/office/vendors/face", revision: "2", mayChange: true,
              places: [
                .init(
                  port: "face", name: "tencent", label: "腾讯云", mayChange: true, placeLabel: "腾讯云的顺序", onLabel: "启用腾讯云", isOn: true,
                  on: texts("vendors.on"), onKind: "done", state: texts("vendors.state.open"), stateKind: "turn", calls: "成功 1", reports: "最近 24 小时送达 3 条",
                  options: [.init(value: "1", isChosen: true)])
              ], hasHistory: true, history: [.init(at: "今天 10:02", text: "王*明 调整为 腾讯云。原因：计费")])
          ], form: refused, hasAddresses: true,
          addresses: [.init(label: "腾讯云", url: "https://heqi.example/callbacks/sms/tencent/ab")])),
      SamplePage(
        FaceReviewPage(
          theme: "/f/1/theme.css", logo: CallerLogo(url: "https://shop.example/logo.png", name: "示例商户"), facts: [FactRow(label: "发起方", value: "示例商户")], points: ["目的"], action: "/f/1/review", back: "/f/1", form: refused,
          isConsented: true,
          images: [
            .init(
              id: "live", label: "本人照片", guide: "正对镜头", capture: "user", frame: "portrait", hasCamera: true, problem: "请选择照片。")
          ])),
      SamplePage(FaceReviewQueuePage(heading: "待人工核验 1 件", hasOpen: true, open: [row], hasClosed: true, closed: [row])),
      SamplePage(
        FaceReviewCasePage(
          heading: "张*的人工核验", due: "还有 2 天", dueKind: "wait", isOpen: true, closed: "已失效",
          images: [.init(label: "人像面", source: "/office/faces/1/images/front", key: "1", zoom: "放大")],
          facts: [.init(label: "姓名", value: "张三")], action: "/office/faces/1", form: refused,
          choices: [.init(value: "PASSED", label: texts("faceReviews.choice.PASSED"), key: "a", isChosen: true)])),
    ]
  }
}
