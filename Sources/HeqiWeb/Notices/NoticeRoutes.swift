package import HeqiApplication
import HeqiDomain
package import HeqiHTTPKit
package import Hummingbird

/// What a person is told, how, and when not (F-091).
package struct NoticeRoutes: Sendable {
  private let renderer: PageRenderer
  private let choose: ChooseNotices

  package init(renderer: PageRenderer, choose: ChooseNotices) {
    self.renderer = renderer
    self.choose = choose
  }

  package func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.noticeSettings)) { request, context in
      let preferences = try await choose.read(caller: context.requireCaller())
      return try await renderer.page(
        NoticesPage(preferences, form: FormFields(), texts: renderer.texts(context)), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.noticeSettings), use: save)
  }

  @Sendable private func save(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let sent = try await request.form()
    guard let preferences = NoticeForm.preferences(sent) else {
      let texts = renderer.texts(context)
      let state = FormState(sent, keeping: NoticeForm.times).refused(texts("notices.quietInvalid"), field: "quietFrom")
      let shown = NoticePreferences(muted: NoticeForm.muted(sent), quiet: nil)
      return try await renderer.page(
        NoticesPage(shown, isQuiet: true, form: FormFields(state), texts: texts), request, context, status: .unprocessableContent)
    }
    try await choose(preferences, caller: caller)
    return .redirect(to: Links.noticing(Links.noticeSettings, "noticesSaved"))
  }
}

extension Links {
  package static let noticeSettings = "/account/notices"
}

/// The form's fields as preferences, and back.
enum NoticeForm {
  static let times = ["quietFrom", "quietUntil", "zone"]
  /// UTC offsets in minutes that are offered.
  static let zones = [-720, -600, -480, -420, -360, -300, -240, -180, -60, 0, 60, 120, 180, 240, 270, 300, 330, 345, 360, 390, 420, 480, 540, 570, 600, 660, 720, 780, 840]

  static func name(_ choice: NoticePreferences.Choice) -> String { "\(choice.kind.rawValue)-\(choice.channel.rawValue)" }

  /// nil for quiet hours that are none.
  static func preferences(_ form: Form) -> NoticePreferences? {
    guard form.isOn("quiet") else { return NoticePreferences(muted: muted(form)) }
    guard let from = minutes(form.trimmed("quietFrom")), let until = minutes(form.trimmed("quietUntil")),
      let zone = Int(form.trimmed("zone")), zones.contains(zone), let quiet = QuietHours(from: from, until: until, offset: zone)
    else { return nil }
    return NoticePreferences(muted: muted(form), quiet: quiet)
  }

  static func muted(_ form: Form) -> Set<NoticePreferences.Choice> {
    let all = NoticeKind.allCases.flatMap { kind in NoticeChannel.allCases.map { NoticePreferences.Choice(kind, $0) } }
    return Set(all.filter { !form.isOn(name($0)) })
  }

  /// `22:30` as minutes after midnight.
  static func minutes(_ text: String) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let hour = Int(parts[0]), let minute = Int(parts[1]),
      (0..<24).contains(hour), (0..<60).contains(minute)
    else { return nil }
    return hour * 60 + minute
  }

  static func clock(_ minutes: Int) -> String { "\(two(minutes / 60)):\(two(minutes % 60))" }

  /// `UTC+08:00`.
  static func zone(_ offset: Int) -> String {
    "UTC\(offset < 0 ? "−" : "+")\(two(abs(offset) / 60)):\(two(abs(offset) % 60))"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

struct NoticesPage: PageModel {
  static let template = "notices/settings"
  let tabs: [PageTab]
  let form: FormFields
  let kinds: [Row]
  let isQuiet: Bool
  let zones: [ChoiceOption]

  struct Row: Sendable {
    let title: String
    let text: String
    let choices: [Choice]
  }

  struct Choice: Sendable {
    let field: String
    let label: String
    let described: String
    let isOn: Bool
  }

  func title(_ texts: LocaleTexts) -> String { texts("notices.title") }
}

extension NoticesPage {
  init(_ preferences: NoticePreferences, isQuiet: Bool = false, form: FormFields, texts: LocaleTexts) {
    tabs = PageTab.account(current: Links.noticeSettings, texts: texts)
    self.isQuiet = isQuiet || preferences.quiet != nil
    self.form = form.filling([
      "quietFrom": preferences.quiet.map { NoticeForm.clock($0.from) } ?? "22:00",
      "quietUntil": preferences.quiet.map { NoticeForm.clock($0.until) } ?? "08:00",
      "zone": String(preferences.quiet?.offset ?? 480),
    ])
    kinds = NoticeKind.allCases.map { kind in
      Row(
        title: texts(kind.label), text: texts(kind.explanation),
        choices: NoticeChannel.allCases.map { channel in
          let choice = NoticePreferences.Choice(kind, channel)
          return Choice(
            field: NoticeForm.name(choice), label: texts(channel.label), described: texts(kind.label),
            isOn: !preferences.muted.contains(choice))
        })
    }
    let chosen = self.form.values["zone"]
    zones = NoticeForm.zones.map {
      ChoiceOption(
        value: String($0), text: NoticeForm.zone($0) + ($0 == 480 ? " " + texts("notices.beijing") : ""), isChosen: String($0) == chosen)
    }
  }
}
