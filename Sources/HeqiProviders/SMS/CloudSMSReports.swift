import Foundation
package import HeqiPorts

/// Delivery reports as cloud vendors push them (H-05): a JSON array of one object per message, none of it signed.
package enum CloudSMSReports: String, SMSReportReader, CaseIterable {
  case aliyun, tencent

  private static let countMax = 1_000
  private static let textMax = 128

  /// `SmsReport` of Alibaba Cloud.
  private struct AliyunItem: Decodable {
    let biz_id: String
    let success: Bool
    let err_code: String?
  }
  /// Tencent Cloud's report of a status.
  private struct TencentItem: Decodable {
    let sid: String
    let report_status: String
    let errmsg: String?
  }

  package var answer: String {
    switch self {
    case .aliyun: #"{"code":0,"msg":"OK"}"#
    case .tencent: #"{"result":0,"errmsg":"OK"}"#
    }
  }

  package func read(_ body: [UInt8]) throws(ProviderError) -> [SMSReport] {
    guard let found = try? reports(Data(body)), found.count <= Self.countMax else {
      throw ProviderError(.refused, provider: rawValue, message: "this is no list of at most \(Self.countMax) reports")
    }
    return found
  }

  private func reports(_ body: Data) throws -> [SMSReport] {
    let decoder = JSONDecoder()
    return switch self {
    case .aliyun:
      try decoder.decode([AliyunItem].self, from: body).map {
        report($0.biz_id, isDelivered: $0.success, $0.err_code)
      }
    case .tencent:
      try decoder.decode([TencentItem].self, from: body).map {
        report($0.sid, isDelivered: $0.report_status == "SUCCESS", $0.errmsg)
      }
    }
  }

  private func report(_ number: String, isDelivered: Bool, _ reason: String?) -> SMSReport {
    SMSReport(
      number: String(number.prefix(Self.textMax)), isDelivered: isDelivered, reason: String((reason ?? "").prefix(Self.textMax)))
  }
}
