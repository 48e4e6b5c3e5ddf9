internal import Foundation
package import HeqiDomain

/// One vendor of a port as `face-vendor-urls`, `sms-vendor-urls` or `ocr-vendor-urls` names it.
package struct CloudVendorSetting: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case tencent, aliyun
    /// An SMS gateway of the operator's own.
    case gateway
  }

  package let kind: Kind
  /// `https://host`, without a path; `http://` only for drills against a server of one's own.
  package let baseURL: String
  package let keyID: String
  package let keySecret: Sensitive<String>
  /// What stands after the host: rule, scene or application.
  package let account: String
  /// What stands after `?`.
  package let options: [String: String]

  package var name: String { kind.rawValue }

  /// Shape of the setting for one port, for messages.
  static func shape(_ port: VendorPort) -> String {
    switch port {
    case .face:
      "tencent://SECRET-ID:SECRET-KEY@faceid.tencentcloudapi.com/RULE-ID or aliyun://KEY-ID:KEY-SECRET@cloudauth.cn-shanghai.aliyuncs.com/SCENE-ID?script=https://…"
    case .sms:
      "tencent://SECRET-ID:SECRET-KEY@sms.tencentcloudapi.com/APP-ID?sign=…&code=TEMPLATE&notice=TEMPLATE, aliyun://KEY-ID:KEY-SECRET@dysmsapi.aliyuncs.com?sign=…&code=TEMPLATE&notice=TEMPLATE or gateway://:TOKEN@host/path"
    case .ocr:
      "tencent://SECRET-ID:SECRET-KEY@ocr.tencentcloudapi.com or aliyun://KEY-ID:KEY-SECRET@ocr-api.cn-hangzhou.aliyuncs.com"
    }
  }

  /// Reads one entry. Throws a text that says what is wrong with it, without its secret.
  init(_ text: String, port: VendorPort, allowsHTTP: Bool) throws(Fault) {
    guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty, let scheme = parts.scheme else {
      throw Fault("must look like \(Self.shape(port))")
    }
    let isPlain = scheme.hasSuffix("+http")
    guard let kind = Kind(rawValue: isPlain ? String(scheme.dropLast(5)) : scheme), kind != .gateway || port == .sms else {
      throw Fault("knows no vendor “\(scheme)”; write \(Self.shape(port))")
    }
    guard !isPlain || allowsHTTP else { throw Fault("may use +http only in evaluation mode") }
    let (user, password) = (parts.user ?? "", parts.password ?? "")
    guard !password.isEmpty, !user.isEmpty || kind == .gateway else {
      throw Fault("\(kind.rawValue): names no key; write \(Self.shape(port))")
    }
    self.kind = kind
    baseURL = (isPlain ? "http://" : "https://") + host + (parts.port.map { ":\($0)" } ?? "")
    keyID = user
    keySecret = Sensitive(password)
    account = String(parts.path.drop { $0 == "/" })
    options = Dictionary((parts.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { first, _ in first }
    try check(port)
  }

  private func check(_ port: VendorPort) throws(Fault) {
    switch (port, kind) {
    case (.face, .tencent), (.face, .aliyun):
      guard !account.isEmpty, account.allSatisfy(\.isNumber) else {
        throw Fault("\(name): the number of the \(kind == .tencent ? "rule" : "scene") from the vendor's console must stand after the host")
      }
      guard kind == .tencent || options["script"]?.hasPrefix("https://") == true else {
        throw Fault("aliyun: script=https://… must name the vendor's script that describes the browser")
      }
    case (.sms, .tencent), (.sms, .aliyun):
      guard kind == .aliyun || (!account.isEmpty && account.allSatisfy(\.isNumber)) else {
        throw Fault("tencent: the number of the SMS application must stand after the host")
      }
      guard options["sign"]?.isEmpty == false, options["code"]?.isEmpty == false else {
        throw Fault("\(name): sign= and code= must name the approved signature and the template of codes")
      }
    case (.sms, .gateway), (.ocr, _), (.face, .gateway): break
    }
  }

  /// What is wrong with an entry.
  struct Fault: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
  }
}
