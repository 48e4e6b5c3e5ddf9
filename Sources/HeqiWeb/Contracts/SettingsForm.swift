import HeqiDomain
import HeqiHTTPKit

/// The settings of a draft as form fields, both ways. Times are China Standard Time (B-13).
struct SettingsForm: Sendable {
  static let fields = [
    "title", "signDate", "signTime", "flowDate", "readingSeconds", "termStart", "termEnd", "amount", "issueOrder", "signingOrder", "declared", "businessType",
  ]
  static let codes: [ContractError.Code: String] = [
    .titleInvalid: "title", .deadlineMissing: "signDate", .deadlineInPast: "signDate", .deadlineOrder: "flowDate", .termInvalid: "termEnd",
    .amountInvalid: "amount", .readingSecondsInvalid: "readingSeconds", .subjectMatterUndeclared: "declared", .businessTypeMissing: "businessType",
    .businessTypeRefused: "businessType", .approvalRefused: "businessType",
  ]
  /// Days until the deadline that a new draft proposes.
  private static let daysProposed = 15

  let title: String
  let settings: ContractSettings

  /// Reads a submitted form over the settings as they are. Throws `FormCorrections` with a sentence at each field.
  init(_ form: Form, over old: ContractSettings, now: Instant, texts: LocaleTexts) throws {
    var wrong = FormCorrections()
    var new = old
    title = form.trimmed("title")
    if ContractLimits.title(title) == nil { wrong.errors["title"] = texts(ContractError(.titleInvalid).message) }
    new.issueOrder = form.text("issueOrder").flatMap(IssueOrder.init(rawValue:)) ?? old.issueOrder
    new.signingOrder = form.text("signingOrder").flatMap(SigningOrder.init(rawValue:)) ?? old.signingOrder
    new.subjectMatter = form.isOn("declared") ? .general : nil
    if new.subjectMatter == nil { wrong.errors["declared"] = texts(ContractError(.subjectMatterUndeclared).message) }

    new.signDeadline = Self.day(form.trimmed("signDate")).flatMap { Self.at($0, clock: form.trimmed("signTime")) }
    if let deadline = new.signDeadline {
      if deadline <= now { wrong.errors["signDate"] = texts(ContractError(.deadlineInPast).message) }
    } else {
      wrong.errors["signDate"] = texts("settings.dateMissing")
    }
    func date(_ name: String, isEnd: Bool) -> Instant? {
      let typed = form.trimmed(name)
      guard !typed.isEmpty else { return nil }
      guard let day = Self.day(typed) else {
        wrong.errors[name] = texts("settings.dateWrong")
        return nil
      }
      return isEnd ? Self.at(day, clock: "23:59")?.adding(.seconds(59)) : Self.at(day, clock: "00:00")
    }
    new.flowExpiresAt = date("flowDate", isEnd: true)
    if let flow = new.flowExpiresAt, let deadline = new.signDeadline, flow < deadline {
      wrong.errors["flowDate"] = texts(ContractError(.deadlineOrder).message)
    }
    let (start, end) = (date("termStart", isEnd: false), date("termEnd", isEnd: true))
    new.term = start.map { ContractTerm(start: $0, end: end) }
    if start == nil, end != nil, wrong.errors["termStart"] == nil { wrong.errors["termStart"] = texts("settings.dateWrong") }
    if let start, let end, end <= start { wrong.errors["termEnd"] = texts(ContractError(.termInvalid).message) }

    let seconds = form.trimmed("readingSeconds")
    new.forcedReadingSeconds = seconds.isEmpty ? 0 : Int(seconds) ?? -1
    if !(0...ContractLimits.forcedReadingSecondsMax).contains(new.forcedReadingSeconds) {
      wrong.errors["readingSeconds"] = texts("settings.readingWrong")
    }
    let typed = form.trimmed("amount").filter { $0 != "," && $0 != "，" && $0 != " " }
    new.amount = Self.cents(typed).map { ContractAmount(minorUnits: $0) }
    if new.amount == nil, !typed.isEmpty { wrong.errors["amount"] = texts("settings.amountWrong") }
    if !wrong.errors.isEmpty { throw wrong }
    settings = new
  }

  /// The fields as they stand for a round; a draft without a deadline gets one proposed.
  static func values(_ round: ContractRound, now: Instant) -> [String: String] {
    let settings = round.settings
    let proposed = CivilTime(now.adding(.seconds(86_400 * daysProposed)))
    let deadline = settings.signDeadline.map { CivilTime($0) }
    func day(_ instant: Instant?) -> String { instant.map { text(CivilTime($0)) } ?? "" }
    return [
      "title": round.title, "signDate": text(deadline ?? proposed),
      "signTime": deadline.map { "\(pad($0.hour)):\(pad($0.minute))" } ?? "18:00", "flowDate": day(settings.flowExpiresAt),
      "readingSeconds": settings.forcedReadingSeconds == 0 ? "" : String(settings.forcedReadingSeconds),
      "termStart": day(settings.term?.start), "termEnd": day(settings.term?.end),
      "amount": settings.amount.map { String($0.text.prefix { $0 != " " }) } ?? "", "issueOrder": settings.issueOrder.rawValue,
      "signingOrder": settings.signingOrder.rawValue, "declared": settings.subjectMatter == .general ? "on" : "",
      "businessType": round.initiator.company?.businessType?.id.description ?? "",
    ]
  }

  /// `12800`, `12800.5` or `12800.50` in cents; at most 13 digits before the point.
  static func cents(_ text: String) -> Int64? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), (1...13).contains(parts[0].count), parts[0].allSatisfy({ "0"..."9" ~= $0 }),
      let whole = Int64(parts[0])
    else { return nil }
    guard parts.count == 2 else { return whole * 100 }
    guard (1...2).contains(parts[1].count), parts[1].allSatisfy({ "0"..."9" ~= $0 }), let rest = Int64(parts[1]) else { return nil }
    return whole * 100 + (parts[1].count == 1 ? rest * 10 : rest)
  }

  /// `2026-12-01`; nil for anything that is no date.
  static func day(_ text: String) -> (year: Int, month: Int, day: Int)? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      CivilTime.days(year: year, month: month, day: day) != nil
    else { return nil }
    return (year, month, day)
  }

  private static func at(_ day: (year: Int, month: Int, day: Int), clock: String) -> Instant? {
    let parts = clock.split(separator: ":").map { Int($0) }
    guard parts.count >= 2, let hour = parts[0], let minute = parts[1] else { return nil }
    return CivilTime.instant(year: day.year, month: day.month, day: day.day, hour: hour, minute: minute)
  }

  private static func text(_ time: CivilTime) -> String { "\(time.year)-\(pad(time.month))-\(pad(time.day))" }
  private static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
