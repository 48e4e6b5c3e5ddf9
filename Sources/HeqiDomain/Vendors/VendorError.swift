/// Why the order of vendors stays as it is.
package struct VendorError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable, CaseIterable {
    case unknownVendor, orderIncomplete, noneLeft, reasonMissing, staleRevision
  }

  package let code: Code
  /// The vendor it is about.
  package let vendor: String

  package init(_ code: Code, _ vendor: String = "") {
    self.code = code
    self.vendor = vendor
  }

  package static func == (left: VendorError, right: VendorError) -> Bool { left.code == right.code }

  package var description: String { "vendor.\(code.rawValue)" }

  /// The form field at fault.
  package var field: String? { code == .reasonMissing ? "reason" : nil }

  package var message: Bilingual {
    switch code {
    case .unknownVendor: Bilingual("没有配置服务商“\(vendor)”。", "No vendor “\(vendor)” is configured.")
    case .orderIncomplete:
      Bilingual("顺序中须包含每一个已配置的服务商，且各出现一次。", "The order must name every configured vendor exactly once.")
    case .noneLeft:
      Bilingual("短信至少要保留一个服务商：没有验证码，任何人都无法登录。", "Keep at least one SMS vendor on: without codes nobody can log in.")
    case .reasonMissing:
      Bilingual("请填写调整原因，最多 \(VendorPlan.reasonMax) 个字符。", "Give the reason, at most \(VendorPlan.reasonMax) characters.")
    case .staleRevision:
      Bilingual("顺序刚刚被别人调整过。请刷新页面后再试。", "Somebody has just changed the order. Reload and try again.")
    }
  }
}
