/// What a person would call the browser of a session, from its `User-Agent` (`Chrome · Windows`).
struct DeviceName: Equatable {
  let text: String
  let isPhone: Bool

  /// `unknown` is the text for agents nobody knows.
  init(userAgent: String, unknown: String) {
    let browser = Self.first(
      of: [
        ("MicroMessenger", "微信"), ("Edg", "Edge"), ("HuaweiBrowser", "华为浏览器"), ("QQBrowser", "QQ 浏览器"), ("OPR/", "Opera"),
        ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"),
      ], in: userAgent)
    let system = Self.first(
      of: [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("Windows", "Windows"),
        ("Mac OS X", "Mac"), ("Linux", "Linux"),
      ], in: userAgent)
    let known = [browser, system].compactMap { $0 }
    text = known.isEmpty ? unknown : known.joined(separator: " · ")
    isPhone = userAgent.contains("Mobile") || userAgent.contains("iPhone")
  }

  private static func first(of names: [(mark: String, name: String)], in agent: String) -> String? {
    names.first { agent.contains($0.mark) }?.name
  }
}
