import HeqiDomain

/// Scene options of a signing link (J-004, J-012): source, frame, theme, reading, refusal, result, return address.
struct LinkSceneRequest: Sendable {
  let scene: LinkScene

  init(_ object: RequestObject, client: APIClient) throws(ClientError) {
    let theme = try object.optionalText("themeColor", max: 7)
    if let theme, !Self.isColour(theme) { throw object.wrong("themeColor", "应为 #RRGGBB", "must be #RRGGBB") }
    let back = try object.optionalText("returnUrl", max: 1024)
    if let back, !Self.isAllowed(back, client.settings.returnHosts) {
      throw object.wrong("returnUrl", "的主机不在允许的返回地址中", "is not on the client's list of return hosts")
    }
    scene = LinkScene(
      source: try object.choice("source") ?? .h5, frame: try object.choice("scene") ?? .normal, themeColour: theme,
      showsRefusal: try object.flag("refuse") ?? true,
      readingSeconds: try object.integer("readingSeconds", in: 0...ContractLimits.forcedReadingSecondsMax) ?? 0,
      showsResult: try object.flag("resultPage") ?? true, returnURL: back)
  }

  static func isColour(_ text: String) -> Bool {
    text.utf8.count == 7 && text.hasPrefix("#") && text.utf8.dropFirst().allSatisfy { (48...57).contains($0) || (97...102).contains($0 | 0x20) }
  }

  /// The host, exactly, over http or https.
  private static func isAllowed(_ url: String, _ hosts: [String]) -> Bool {
    guard let scheme = ["https://", "http://"].first(where: url.lowercased().hasPrefix) else { return false }
    let authority = url.dropFirst(scheme.count).prefix { !"/?#\\".contains($0) }
    return !authority.contains("@") && hosts.contains { $0.lowercased() == authority.lowercased() }
  }
}
