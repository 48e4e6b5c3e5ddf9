import Foundation
import HeqiDomain
package import HeqiPorts

/// Alibaba Cloud SMS (H-05): `SendSms` with a template of one variable. The vendor does not tell repeats apart, so the key goes
/// along as `OutId`, and whoever sends keeps the receipt.
package struct AliyunSMSSender: SMSSender {
  package static let service = AliyunClient.Service("dysmsapi", "2017-05-25", goodCode: "OK")
  private static let outIDMax = 256

  private struct Sent: Decodable {
    let bizId: String
  }

  private let client: AliyunClient
  private let templates: SMSTemplates

  package init(client: AliyunClient, templates: SMSTemplates) {
    self.client = client
    self.templates = templates
  }

  @discardableResult
  package func send(_ message: SMSMessage) async throws(ProviderError) -> SMSReceipt {
    let filled = try templates.filled(message)
    guard let values = try? JSONEncoder().encode([message.code == nil ? "text" : "code": filled.value]) else {
      throw ProviderError(.refused, provider: "sms", message: "the message cannot be written as JSON")
    }
    let sent = try await client.call(
      "SendSms",
      [
        "PhoneNumbers": message.to.reveal(), "SignName": templates.signature, "TemplateCode": filled.template,
        "TemplateParam": String(decoding: values, as: UTF8.self), "OutId": String(message.idempotencyKey.prefix(Self.outIDMax)),
      ], as: Sent.self)
    return SMSReceipt(vendor: "aliyun", number: sent.bizId)
  }
}
