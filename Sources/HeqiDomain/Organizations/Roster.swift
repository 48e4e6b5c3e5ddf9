/// A people roster as any source gives it: one row per person and department, in the source's order (F-059).
package struct Roster: Equatable, Sendable {
  /// Rows that one import may have; 10,000 people in a few departments each.
  package static let rowsMax = 30_000

  /// 集团; empty when there is none.
  package let group: String
  package let rows: [Row]

  package init(group: String = "", rows: [Row]) {
    self.group = group
    self.rows = rows
  }

  /// One row as typed.
  package struct Row: Equatable, Sendable {
    /// Where it stands, to find it again: `第 3 行`, `企业 1部门结构[2].人员[0]`.
    package let place: String
    package let company: String
    /// Empty for people right under the company.
    package let department: String
    /// 上级部门; empty for a department right under the company.
    package let parent: String
    /// 姓名; empty where the row only names a department.
    package let name: String
    package let mobile: String
    package let email: String

    package init(
      place: String, company: String, department: String = "", parent: String = "", name: String = "", mobile: String = "",
      email: String = ""
    ) {
      self.place = place
      self.company = company.trimmingWhitespace
      self.department = department.trimmingWhitespace
      self.parent = parent.trimmingWhitespace
      self.name = name.trimmingWhitespace
      self.mobile = mobile.trimmingWhitespace
      self.email = email.trimmingWhitespace
    }
  }
}

/// Why a row cannot be imported. Nothing is imported while there is one.
package struct RosterFault: Equatable, Sendable {
  package let place: String
  package let message: Bilingual

  package init(_ place: String, _ message: Bilingual) {
    self.place = place
    self.message = message
  }
}

/// A roster whose every row was checked: the tree and the people it names, each once (F-056, B-32).
package struct CheckedRoster: Equatable, Sendable {
  /// A department by the names of its company and itself; names are unique within a company.
  package struct UnitKey: Hashable, Sendable {
    package let company: String
    /// Empty for the company itself.
    package let department: String

    package init(company: String, department: String = "") {
      self.company = company
      self.department = department
    }
  }

  package struct Person: Equatable, Sendable {
    package let name: PersonName
    package let mobile: MobileNumber
    package let email: EmailAddress?
    /// Departments in the order of the rows.
    package var units: [UnitKey]
  }

  package let group: String
  /// Parents before children; each with its parent's key, `nil` for a company.
  package let units: [(key: UnitKey, parent: UnitKey?)]
  package let people: [Person]

  package static func == (left: CheckedRoster, right: CheckedRoster) -> Bool {
    left.group == right.group && left.people == right.people
      && left.units.elementsEqual(right.units) { $0.key == $1.key && $0.parent == $1.parent }
  }

  /// The checked roster, or every fault of it.
  package static func check(_ roster: Roster) -> Result<CheckedRoster, RosterFaults> {
    var check = RosterCheck()
    return check.run(roster)
  }
}

/// All faults of a roster, in the order of its rows; at most 200 are told.
package struct RosterFaults: Error, Equatable, Sendable {
  package static let shownMax = 200
  package let faults: [RosterFault]
}

/// The checks, with what they have seen so far.
private struct RosterCheck {
  private typealias Key = CheckedRoster.UnitKey
  private var faults: [RosterFault] = []
  private var parents: [Key: Key] = [:]
  private var places: [Key: String] = [:]
  private var order: [Key] = []
  private var people: [CheckedRoster.Person] = []
  private var byMobile: [MobileNumber: Int] = [:]

  mutating func run(_ roster: Roster) -> Result<CheckedRoster, RosterFaults> {
    if roster.rows.isEmpty { fault("—", "文件中没有人员或部门。", "The file names no people and no departments.") }
    if roster.rows.count > Roster.rowsMax {
      fault("—", "一次最多导入 \(Roster.rowsMax) 行。", "At most \(Roster.rowsMax) rows can be imported at once.")
    } else {
      for row in roster.rows { read(row) }
      for key in order { checkParents(key) }
      if order.count > OrgUnit.unitsMax { fault("—", "最多 \(OrgUnit.unitsMax) 个部门。", "At most \(OrgUnit.unitsMax) departments.") }
    }
    guard faults.isEmpty else { return .failure(RosterFaults(faults: Array(faults.prefix(RosterFaults.shownMax)))) }
    return .success(CheckedRoster(group: roster.group, units: sorted(), people: people))
  }

  private mutating func read(_ row: Roster.Row) {
    guard let company = name(row.company, row.place, "企业", "company") else { return }
    add(Key(company: company), parent: nil, row.place)
    var unit = Key(company: company)
    if !row.department.isEmpty {
      guard let department = name(row.department, row.place, "部门", "department") else { return }
      unit = Key(company: company, department: department)
      let parent = Key(company: company, department: row.parent)
      // A row that only places a person need not repeat the parent.
      if parents[unit] == nil || !row.parent.isEmpty || row.name.isEmpty { add(unit, parent: parent, row.place) }
    } else if !row.parent.isEmpty {
      fault(row.place, "填写了上级部门，但没有部门。", "There is a parent department but no department.")
    }
    readPerson(row, unit)
  }

  private mutating func readPerson(_ row: Roster.Row, _ unit: Key) {
    if row.name.isEmpty {
      if !row.mobile.isEmpty || !row.email.isEmpty { fault(row.place, "缺少姓名。", "The name is missing.") }
      return
    }
    guard let name = PersonName(row.name) else { return fault(row.place, "姓名“\(row.name)”无效。", "The name “\(row.name)” is not valid.") }
    guard let mobile = MobileNumber(row.mobile) else {
      return fault(row.place, "“\(name.text)”的手机号码缺失或无效。", "The mobile number of “\(name.text)” is missing or not valid.")
    }
    let email = row.email.isEmpty ? nil : EmailAddress(row.email)
    if !row.email.isEmpty, email == nil {
      return fault(row.place, "“\(name.text)”的邮箱无效。", "The e-mail of “\(name.text)” is not valid.")
    }
    guard let index = byMobile[mobile] else {
      byMobile[mobile] = people.count
      people.append(CheckedRoster.Person(name: name, mobile: mobile, email: email, units: [unit]))
      return
    }
    if people[index].name != name {
      fault(row.place, "手机号码与前面的“\(people[index].name.text)”相同。", "The mobile number is that of “\(people[index].name.text)” above.")
    } else if people[index].units.contains(unit) {
      fault(row.place, "“\(name.text)”在同一部门出现两次。", "“\(name.text)” is twice in the same department.")
    } else if people[index].units.count >= Membership.unitsMax {
      fault(row.place, "“\(name.text)”的部门超过 \(Membership.unitsMax) 个。", "“\(name.text)” is in more than \(Membership.unitsMax) departments.")
    } else {
      people[index].units.append(unit)
    }
  }

  private mutating func add(_ key: Key, parent: Key?, _ place: String) {
    if places[key] == nil {
      places[key] = place
      order.append(key)
      parents[key] = parent
    } else if let parent, let known = parents[key], known != parent {
      fault(place, "部门“\(key.department)”的上级部门前后不一致。", "The parent of “\(key.department)” differs from the one given above.")
    }
  }

  /// Every parent exists, nothing is its own ancestor, the tree is not too deep.
  private mutating func checkParents(_ key: Key) {
    guard let parent = parents[key] else { return }
    let place = places[key] ?? "—"
    guard places[parent] != nil else {
      return fault(place, "没有上级部门“\(parent.department)”。", "There is no parent department “\(parent.department)”.")
    }
    var seen: Set<Key> = [key]
    var next: Key? = parent
    while let current = next {
      guard seen.insert(current).inserted else { return fault(place, "部门“\(key.department)”的上级部门形成循环。", "The departments above “\(key.department)” form a circle.") }
      next = parents[current]
    }
    if seen.count > OrgUnit.depthMax { fault(place, "部门层级超过 \(OrgUnit.depthMax) 层。", "There are more than \(OrgUnit.depthMax) levels.") }
  }

  private func sorted() -> [(key: CheckedRoster.UnitKey, parent: CheckedRoster.UnitKey?)] {
    func depth(_ key: Key) -> Int {
      var count = 0
      var next = parents[key]
      while let current = next {
        count += 1
        next = parents[current]
      }
      return count
    }
    return order.map { (key: $0, depth: depth($0)) }.enumerated().sorted { ($0.element.depth, $0.offset) < ($1.element.depth, $1.offset) }
      .map { (key: $0.element.key, parent: parents[$0.element.key]) }
  }

  private mutating func name(_ text: String, _ place: String, _ chinese: String, _ english: String) -> String? {
    guard (1...OrgUnit.nameCharactersMax).contains(text.count), text.unicodeScalars.allSatisfy({ $0.value >= 32 }) else {
      fault(place, "\(chinese)名称缺失或超过 \(OrgUnit.nameCharactersMax) 字。", "The name of the \(english) is missing or too long.")
      return nil
    }
    return text
  }

  private mutating func fault(_ place: String, _ chinese: String, _ english: String) {
    faults.append(RosterFault(place, Bilingual(chinese, english)))
  }
}
