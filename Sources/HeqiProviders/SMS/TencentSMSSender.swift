import HeqiDomain
package import HeqiPorts

/// Tencent Cloud SMS (H-05): `SendSms` with a template of one variable; each number has a status of its own inside HTTP 200.
package struct TencentSMSSender: SMSSender {
  package static let service = "sms"
  package static let version = "2021-01-11"

  private struct Send: Encodable {
    let phoneNumberSet: [String]
    let smsSdkAppId: String
    let signName: String
    let templateId: String
    let templateParamSet: [String]
    /// Comes back in the vendor's reports.
    let sessionContext: String
  }
  private struct Sent: Decodable {
    struct Status: Decodable {
      let code: String
      let serialNo: String?
    }
    let sendStatusSet: [Status]
    let requestId: String?
  }

  private let client: TencentCloudClient
  private let appID: String
  private let templates: SMSTemplates

  package init(client: TencentCloudClient, appID: String, templates: SMSTemplates) {
    self.client = client
    self.appID = appID
    self.templates = templates
  }

  @discardableResult
  package func send(_ message: SMSMessage) async throws(ProviderError) -> SMSReceipt {
    let filled = try templates.filled(message)
    let typed = message.to.reveal()
    let sent = try await client.call(
      "SendSms",
      Send(
        phoneNumberSet: [typed.hasPrefix("+") ? typed : "+86" + typed], smsSdkAppId: appID, signName: templates.signature,
        templateId: filled.template, templateParamSet: [filled.value], sessionContext: String(message.idempotencyKey.prefix(500))),
      as: Sent.self)
    guard let status = sent.sendStatusSet.first else {
      throw ProviderError(.retryable, provider: "sms", message: "the answer names no number", reference: sent.requestId)
    }
    guard status.code == "Ok" else {
      let isPassing = ["InternalError", "RequestLimitExceeded"].contains { status.code.hasPrefix($0) }
      throw ProviderError(
        isPassing ? .retryable : .refused, provider: "sms", message: "answered \(status.code)", reference: sent.requestId)
    }
    return SMSReceipt(vendor: "tencent", number: status.serialNo ?? sent.requestId ?? "")
  }
}
