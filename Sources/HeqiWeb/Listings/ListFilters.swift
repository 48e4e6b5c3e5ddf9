import HeqiDomain
import HeqiHTTPKit
import HeqiStorage
import Hummingbird

/// The filters of a list as an address carries them, both ways. Dates are days of China Standard Time (B-13).
struct ListFilters: Sendable, Equatable {
  static let names = ["role", "stage", "who", "tag", "type", "from", "to", "dueFrom", "dueTo", "min", "max", "sort", "scope"]

  let query: ContractQuery
  /// What was typed, to be shown again.
  let values: [String: String]
  /// Fields that could not be understood; they filter nothing until they are corrected.
  let wrong: Set<String>

  /// - Parameter folder: the folder of the path; else the address may name one.
  init(_ fields: Form, folder: ContractFolder? = nil) {
    var values: [String: String] = [:]
    for name in Self.names + ["q"] { values[name] = String(fields.trimmed(name).prefix(ContractQuery.wordsCharactersMax)) }
    var wrong: Set<String> = []
    func text(_ name: String) -> String { values[name] ?? "" }
    func day(_ name: String, isEnd: Bool) -> Instant? {
      guard !text(name).isEmpty else { return nil }
      guard let day = SettingsForm.day(text(name)),
        let start = CivilTime.instant(year: day.year, month: day.month, day: day.day)
      else {
        wrong.insert(name)
        return nil
      }
      return isEnd ? start.adding(.seconds(86_400)).adding(.microseconds(-1)) : start
    }
    func cents(_ name: String) -> Int64? {
      let typed = text(name).filter { $0 != "," && $0 != "，" }
      guard !typed.isEmpty else { return nil }
      guard let cents = SettingsForm.cents(typed) else {
        wrong.insert(name)
        return nil
      }
      return cents
    }
    query = ContractQuery(
      folder: folder ?? ContractFolder(rawValue: fields.trimmed("folder")), stage: ContractStageName(rawValue: text("stage")),
      words: text("q"), counterparty: text("who"), role: ListRole(rawValue: text("role")), tagID: ID(text("tag")), businessTypeID: text("type").isEmpty ? nil : text("type"),
      initiatedFrom: day("from", isEnd: false), initiatedTo: day("to", isEnd: true), dueFrom: day("dueFrom", isEnd: false),
      dueTo: day("dueTo", isEnd: true), amountFrom: cents("min"), amountTo: cents("max"),
      sort: ContractQuery.Sort(rawValue: text("sort")) ?? .recent)
    self.values = values
    self.wrong = wrong
  }

  init(_ request: Request, folder: ContractFolder? = nil) {
    self.init(Form(urlEncoded: Array((request.uri.query ?? "").utf8)), folder: folder)
  }

  /// The address's query without paging, in a fixed order; empty for the plain list.
  var text: String { pairs().map { "\($0)=\(Links.encode($1))" }.joined(separator: "&") }

  /// The same with the folder named, for a saved view.
  var fullText: String {
    ((query.folder.map { [("folder", $0.rawValue)] } ?? []) + pairs()).map { "\($0)=\(Links.encode($1))" }.joined(separator: "&")
  }

  private func pairs() -> [(String, String)] {
    (["q"] + Self.names).compactMap { name in
      guard let value = values[name], !value.isEmpty, !wrong.contains(name) else { return nil }
      return name == "sort" && query.sort == .recent ? nil : (name, value)
    }
  }

  /// The query over one of the caller's lists; a list that is not theirs any more gives the widest.
  func query(for caller: Caller) -> ContractQuery {
    var query = query
    query.viewer = caller.listViewers.first { $0.key == values["scope"] }
    if let role = query.role, !caller.listRoles.contains(role) { query.role = nil }
    // One's own part is told on one's own list, not on the whole company's.
    if query.role?.isOfOnePerson == true, let standing = caller.mode.standing { query.viewer = .member(standing.membershipID) }
    return query
  }

  /// Another folder of the same list.
  func scoped(_ path: String) -> String {
    guard let scope = values["scope"], !scope.isEmpty else { return path }
    return "\(path)?scope=\(Links.encode(scope))"
  }

  var path: String { query.folder.map { Links.folder($0) } ?? Links.contracts }

  /// This list at another page, or as a file.
  func address(_ path: String? = nil, _ more: [(String, String)] = []) -> String {
    let extra = more.map { "\($0)=\(Links.encode($1))" }
    let all = (text.isEmpty ? [] : [text]) + extra
    return (path ?? self.path) + (all.isEmpty ? "" : "?" + all.joined(separator: "&"))
  }

  /// True where something besides folder, words and order narrows the list.
  var isNarrowed: Bool { query.hasFilters || !wrong.isEmpty }
}

extension ListingCursor {
  /// For the address of another page.
  var text: String { Cursor([String(key), contractID]).text }

  init?(text: String) {
    guard let values = Cursor(text: text)?.values, values.count == 2, let key = Int64(values[0]) else { return nil }
    self.init(key: key, contractID: values[1])
  }
}
