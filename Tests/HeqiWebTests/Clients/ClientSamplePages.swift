@testable import HeqiWeb

extension Samples {
  /// Clients of the open API, with everything that each page may show.
  static func clients(_ library: PageLibrary) -> [SamplePage] {
    let id = "0198a000-0000-7000-8000-000000000001"
    return [
      SamplePage(
        ClientsPage(
          rows: [.init(heading: "示例商户", href: "/office/clients/\(id)", identifier: id, state: "使用中", stateKind: "ok", lastUsed: "今天 09:00")],
          hasRows: true, mayManage: true)),
      SamplePage(
        ClientFormPage(
          heading: "新建客户端", action: "/office/clients", back: "/office/clients", isNew: true,
          scopes: [.init(word: "contract.read", text: "查询合同", isChosen: true)], form: form)),
      SamplePage(
        ClientSecretPage(heading: "客户端已创建", lead: "请现在复制。", identifier: id, secret: "hs_0123", href: "/office/clients/\(id)")),
      SamplePage(
        ClientQuestionPage(
          heading: "停用“示例商户”", text: "此后它的所有请求都会被拒绝。", action: "/office/clients/\(id)/revocation", label: "停用客户端",
          back: "/office/clients/\(id)", isGrave: true)),
      SamplePage(
        ClientPage(
          heading: "示例商户", identifier: id, state: "使用中", stateKind: "ok", facts: [.init(label: "权限", value: "查询合同")],
          secrets: [.init(text: "生成于今天 09:00", ending: "/office/clients/\(id)/secrets/\(id)/end", endLabel: "立即失效")],
          hasSecrets: true, stats: [.init(number: "12", label: "请求（30 天）")], hasUse: true, top: "12", plotLabel: "柱形图",
          days: [
            .init(
              label: "2026-01-31", short: "01-31", labelX: "52", x: "44", requests: "12", requestsY: "30", requestsHeight: "120",
              refusals: "2", refusalsY: "130", refusalsHeight: "20")
          ],
          requests: [.init(at: "今天 09:00", call: "GET /api/v1/contract", status: "401", reason: "40101 · 请求签名无效", address: "192.0.2.1")],
          hasRequests: true, older: "/office/clients/\(id)?before=\(id)", settings: "/office/clients/\(id)/settings",
          rotation: "/office/clients/\(id)/rotation", revocation: "/office/clients/\(id)/revocation")),
    ]
  }
}
