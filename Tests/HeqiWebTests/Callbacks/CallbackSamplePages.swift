import HeqiDomain
import HeqiHTTPKit
@testable import HeqiWeb

extension Samples {
  static var callbacks: [SamplePage] {
    [
      SamplePage(
        OfficeCallbacksPage(
          stats: [Statistic(number: "3", label: "等待发送"), Statistic(number: "1", label: "死信")], isAlarm: true,
          alarms: [
            .init(
              text: "shop.example:443：3 条回调没有送达", detail: "最近一次 今天 10:02", href: "/office/callbacks?state=dead", openLabel: "查看",
              form: .init(kind: "callback.dead", place: "shop.example:443", hour: "1", label: "我来处理"))
          ], hasAlarms: true,
          states: [CallbackChoice(value: "dead", text: "死信", isChosen: true)],
          clients: [CallbackChoice(value: "1", text: "示例商户", isChosen: true)], clientID: "1", from: "2026-11-27", to: "2026-11-28",
          rows: [
            .init(
              event: "合同状态变化", subject: "0190-…", client: "示例商户", endpoint: "shop.example:443", state: "死信", stateKind: "turn",
              attempts: "10", reason: "500", at: "今天 10:02", href: "/office/callbacks/1", openLabel: "查看 合同状态变化")
          ], hasRows: true, canReplay: true, hasSpan: true, next: "/office/callbacks?after=1")),
      SamplePage(
        OfficeCallbackPage(
          heading: "合同状态变化", state: "死信", stateKind: "turn", facts: [.init(label: "客户端", value: "示例商户")],
          attempts: [.init(number: "1", at: "今天 10:02", took: "15000 ms", status: "—", reason: "no answer in time")],
          hasAttempts: true, body: "{}", replay: "/office/callbacks/1/replay")),
      SamplePage(
        OfficeArchivesPage(
          rows: [
            .init(
              contract: "0190-…", provider: "时间戳", reason: "no answer", attempts: "6", at: "今天 10:02", retry: "/office/archives/t/1",
              retryLabel: "重新存证")
          ], hasRows: true)),
    ]
  }
}
