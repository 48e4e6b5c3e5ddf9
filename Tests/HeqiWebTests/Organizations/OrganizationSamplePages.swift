import HeqiDomain
@testable import HeqiWeb

extension Samples {
  /// Pages of companies.
  static func organizations(_ library: PageLibrary) -> [SamplePage] {
    [
      SamplePage(
        ModePage(
          modes: [
            .init(name: "个人合同", detail: "叶小三", icon: "person", organization: "", next: "/workbench", isCurrent: false),
            .init(
              name: "示例科技有限公司", detail: "经办人、业务审批人", icon: "users", organization: "0", next: "/workbench", isCurrent: true),
          ], isUnverified: true))
    ]
  }
}
