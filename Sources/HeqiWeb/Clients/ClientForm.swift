import HeqiApplication
import HeqiDomain
import HeqiHTTPKit

/// Reads the form of a client's terms; every fault stands at its field.
enum ClientForm {
  private static let linesMax = 50
  private static let rateRange = 1...1_000_000

  /// The ticked scopes.
  static func scopes(_ form: Form) -> Set<APIScope> { Set(form.all("scope").compactMap { APIScope(rawValue: $0) }) }

  /// - Parameter settings: what the form does not show stays as it is there.
  static func terms(_ form: Form, over settings: ClientSettings) throws(Problem) -> ClientTerms {
    let name = form.trimmed("name")
    guard (1...128).contains(name.unicodeScalars.count) else {
      throw fault("name", "名称应为 1 到 128 个字符。", "The name has 1 to 128 characters.")
    }
    let scopes = scopes(form)
    guard !scopes.isEmpty else { throw fault("scope", "请至少选择一个权限。", "Choose at least one scope.") }
    let addresses = try lines(form, "addresses")
    for address in addresses where AddressBlock(address) == nil {
      throw fault("addresses", "“\(address)”不是地址或地址段，例如 203.0.113.7 或 10.0.0.0/8。", "“\(address)” is no address or block such as 203.0.113.7 or 10.0.0.0/8.")
    }
    guard let rate = Int(form.trimmed("rate")), rateRange.contains(rate) else {
      throw fault("rate", "应为 1 到 1000000 的整数。", "Write an integer from 1 to 1000000.")
    }
    var settings = settings
    settings.requestsPerMinute = rate
    settings.returnHosts = try lines(form, "returnHosts")
    for host in settings.returnHosts where !isHost(host) {
      throw fault("returnHosts", "“\(host)”不是主机名，例如 shop.example。", "“\(host)” is no host such as shop.example.")
    }
    settings.frameAncestors = try lines(form, "frameAncestors")
    for origin in settings.frameAncestors where !isOrigin(origin) {
      throw fault("frameAncestors", "“\(origin)”不是来源，例如 https://shop.example。", "“\(origin)” is no origin such as https://shop.example.")
    }
    return ClientTerms(name: name, scopes: scopes, addresses: addresses, settings: settings)
  }

  private static func lines(_ form: Form, _ name: String) throws(Problem) -> [String] {
    let lines = form.trimmed(name).split(whereSeparator: \.isWhitespace).map(String.init)
    guard lines.count <= linesMax else { throw fault(name, "最多 \(linesMax) 行。", "At most \(linesMax) lines.") }
    return lines
  }

  /// Name and optional port; what it lets through cannot end a header or a policy.
  private static func isHost(_ text: String) -> Bool {
    (1...255).contains(text.utf8.count)
      && text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || "-.:".utf8.contains($0) }
  }

  private static func isOrigin(_ text: String) -> Bool {
    ["https://", "http://"].contains { text.hasPrefix($0) && isHost(String(text.dropFirst($0.count))) }
  }

  private static func fault(_ field: String, _ chinese: String, _ english: String) -> Problem {
    Problem.badForm("form.bad", Bilingual(chinese, english), field: field)
  }
}
