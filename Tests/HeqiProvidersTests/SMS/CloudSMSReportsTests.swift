import HeqiPorts
import HeqiProviders
import Testing

@Suite("Delivery reports of SMS vendors (H-05)")
struct CloudSMSReportsTests {
  @Test("what is no list of reports is refused", arguments: CloudSMSReports.allCases, ["", "{}", "[1]", "[{}]", "[{\"sid\":1}]", "null"])
  func refused(_ vendor: CloudSMSReports, _ body: String) {
    #expect(throws: ProviderError.self) { _ = try vendor.read(Array(body.utf8)) }
  }

  @Test("more than a thousand at once are refused")
  func tooMany() {
    let one = #"{"sid":"1","report_status":"SUCCESS"}"#
    let body = { (count: Int) in Array("[\(Array(repeating: one, count: count).joined(separator: ","))]".utf8) }
    #expect(throws: ProviderError.self) { _ = try CloudSMSReports.tencent.read(body(1_001)) }
    #expect((try? CloudSMSReports.tencent.read(body(1_000)))?.count == 1_000)
  }

  @Test("Alibaba Cloud's report is read by its BizId, and answered as it expects")
  func aliyun() throws {
    let body = #"""
      [{"phone_number":"13812341234","send_time":"2026-11-28 11:12:13","report_time":"2026-11-28 11:12:15","success":true,
      "err_code":"DELIVERED","err_msg":"用户接收成功","sms_size":"1","biz_id":"B-1","out_id":"code:1"},
      {"phone_number":"13812341235","success":false,"err_code":"MOBILE_NOT_ON_SERVICE","biz_id":"B-2"}]
      """#
    #expect(
      try CloudSMSReports.aliyun.read(Array(body.utf8)) == [
        SMSReport(number: "B-1", isDelivered: true, reason: "DELIVERED"),
        SMSReport(number: "B-2", isDelivered: false, reason: "MOBILE_NOT_ON_SERVICE"),
      ])
    #expect(CloudSMSReports.aliyun.answer.contains(#""code":0"#))
  }

  @Test("Tencent Cloud's report is read by its sid, and answered as it expects")
  func tencent() throws {
    let body = #"""
      [{"user_receive_time":"2026-11-28 08:03:04","nationcode":"86","mobile":"13812341234","report_status":"SUCCESS",
      "errmsg":"DELIVRD","description":"用户短信送达成功","sid":"S-1"},{"sid":"S-2","report_status":"FAIL","errmsg":"MK:0008"}]
      """#
    #expect(
      try CloudSMSReports.tencent.read(Array(body.utf8)) == [
        SMSReport(number: "S-1", isDelivered: true, reason: "DELIVRD"), SMSReport(number: "S-2", isDelivered: false, reason: "MK:0008"),
      ])
    #expect(CloudSMSReports.tencent.answer.contains(#""result":0"#))
  }
}
