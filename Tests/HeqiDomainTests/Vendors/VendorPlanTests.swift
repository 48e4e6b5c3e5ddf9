import Testing

@testable import HeqiDomain

@Suite("Order of vendors (M-035)")
struct VendorPlanTests {
  private static let now = Instant(seconds: 1_800_000_000)

  private static func plan(_ order: [String], off: Set<String> = [], revision: Int = 1) -> VendorPlan {
    VendorPlan(port: .face, order: order, off: off, reason: "r", changedBy: "王*明", changedAt: now, revision: revision)
  }

  @Test(
    "the plan ranks what is configured; newcomers follow, those that are off are not asked",
    arguments: [
      (nil, ["tencent", "aliyun"], ["tencent", "aliyun"]),
      (plan(["aliyun", "tencent"]), ["tencent", "aliyun"], ["aliyun", "tencent"]),
      (plan(["aliyun", "tencent"], off: ["aliyun"]), ["tencent", "aliyun"], ["tencent"]),
      (plan(["gone", "aliyun"]), ["tencent", "aliyun"], ["aliyun", "tencent"]),
      (plan(["aliyun"], off: ["aliyun"]), ["aliyun"], []),
    ] as [(VendorPlan?, [String], [String])])
  func chosen(plan: VendorPlan?, configured: [String], expected: [String]) {
    #expect(VendorPlan.chosen(configured, by: plan) == expected)
  }

  private static func change(
    _ port: VendorPort = .face, from plan: VendorPlan? = nil, seen: Int = 0, order: [String] = ["aliyun", "tencent"],
    off: Set<String> = [], reason: String = "腾讯云计费异常"
  ) throws(VendorError) -> VendorPlan {
    try VendorPlan.changed(
      port, from: plan, seen: seen, order: order, off: off, configured: ["tencent", "aliyun"], reason: reason, by: "王*明", at: now)
  }

  @Test("a change keeps who, why and when, and counts on")
  func changes() throws {
    let next = try Self.change(from: Self.plan(["tencent", "aliyun"], revision: 4), seen: 4, off: ["tencent"], reason: " 计费 ")
    #expect(next.revision == 5 && next.order == ["aliyun", "tencent"] && next.off == ["tencent"])
    #expect(next.reason == "计费" && next.changedBy == "王*明" && next.changedAt == Self.now)
  }

  @Test("whatever is not a whole order with a reason is refused")
  func refusals() {
    #expect(throws: VendorError(.staleRevision)) { try Self.change(from: Self.plan([], revision: 2), seen: 1) }
    #expect(throws: VendorError(.unknownVendor)) { try Self.change(order: ["aliyun", "tencent", "megvii"]) }
    #expect(throws: VendorError(.orderIncomplete)) { try Self.change(order: ["aliyun"]) }
    #expect(throws: VendorError(.orderIncomplete)) { try Self.change(order: ["aliyun", "aliyun", "tencent"]) }
    #expect(throws: VendorError(.reasonMissing)) { try Self.change(reason: "  ") }
    #expect(throws: VendorError(.reasonMissing)) { try Self.change(reason: String(repeating: "长", count: 201)) }
  }

  @Test("faces may go to the reviewer alone, but the last SMS vendor stays on")
  func empty() throws {
    #expect(try Self.change(off: ["aliyun", "tencent"]).off.count == 2)
    #expect(throws: VendorError(.noneLeft)) { try Self.change(.sms, off: ["aliyun", "tencent"]) }
    for code in VendorError.Code.allCases { #expect(!VendorError(code, "x").message.chinese.isEmpty) }
  }
}
