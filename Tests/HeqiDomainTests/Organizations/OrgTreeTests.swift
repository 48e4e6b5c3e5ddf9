import HeqiDomain
import Testing

@Suite("Editing the tree of an organization")
struct OrgTreeTests {
  static func id(_ number: UInt8) -> ID<OrgUnit> { ID(at: Instant(seconds: 1), random: [0, 0, 0, 0, 0, 0, 0, 0, 0, number]) }

  static let organization = Organization(
    id: ID(at: Instant(seconds: 1), random: [9]), tenantID: "main", kind: .legalEntity, name: "示例科技有限公司",
    code: try! UnifiedSocialCreditCode("91350100M000100Y43"), legalRepresentative: "叶小三", verifiedAt: Instant(seconds: 1),
    createdAt: Instant(seconds: 1))

  static func unit(
    _ number: UInt8, _ kind: OrgUnitKind, _ name: String, under parent: UInt8? = nil, at position: Int = 0, isVerified: Bool = false
  ) -> OrgUnit {
    OrgUnit(
      id: id(number), tenantID: "main", organizationID: organization.id, parentID: parent.map(id), kind: kind, name: name,
      position: position, linkedOrganizationID: isVerified ? organization.id : nil)
  }

  /// 集团 › 示例 (verified) › 销售 › 华南; 集团 › 子公司 › 销售
  static let tree = OrgTree([
    unit(1, .group, "某集团"), unit(2, .company, "示例科技有限公司", under: 1, at: 1, isVerified: true),
    unit(3, .department, "销售部", under: 2, at: 2), unit(4, .department, "华南组", under: 3, at: 3),
    unit(5, .department, "财务部", under: 2, at: 4), unit(6, .company, "子公司", under: 1, at: 5),
    unit(7, .department, "销售部", under: 6, at: 6),
  ])

  static func refused(_ code: OrganizationError.Code, _ comment: Comment? = nil, _ body: () throws -> Void) {
    #expect(throws: OrganizationError(code), comment) { try body() }
  }

  @Test("a unit is refused in the wrong place, without a name, or with a name that the company's rosters could not tell apart")
  func addingRefused() {
    func add(_ kind: OrgUnitKind, _ name: String, _ parent: UInt8?) throws {
      _ = try Self.tree.adding(kind, name, under: parent.map(Self.id), as: Self.id(90), in: Self.organization)
    }
    Self.refused(.unitMisplaced) { try add(.group, "第二集团", nil) }
    Self.refused(.unitMisplaced) { try add(.department, "销售部", 1) }
    Self.refused(.unitMisplaced) { try add(.company, "子公司二", 3) }
    Self.refused(.unitMisplaced) { try add(.department, "散部门", nil) }
    Self.refused(.unitUnknown) { try add(.department, "销售部", 80) }
    for name in ["", "   ", "换\n行", String(repeating: "部", count: 101)] { Self.refused(.unitNameInvalid) { try add(.department, name, 2) } }
    Self.refused(.unitNameTaken) { try add(.department, " 华南组 ", 2) }
    Self.refused(.unitNameTaken) { try add(.company, "子公司", 1) }
    var deep = [Self.unit(1, .company, "甲")]
    for number in 2...12 { deep.append(Self.unit(UInt8(number), .department, "部门\(number)", under: UInt8(number - 1), at: number)) }
    Self.refused(.unitTooDeep) {
      _ = try OrgTree(deep).adding(.department, "太深", under: Self.id(12), as: Self.id(90), in: Self.organization)
    }
  }

  @Test("a unit is added last, and the same name may stand in another company")
  func adding() throws {
    let unit = try Self.tree.adding(.department, " 华南组 ", under: Self.id(7), as: Self.id(90), in: Self.organization)
    #expect(unit.name == "华南组" && unit.position == 7 && unit.parentID == Self.id(7))
    #expect(OrgTree(Self.tree.units + [unit]).path(to: unit) == ["某集团", "子公司", "销售部", "华南组"])
    #expect(OrgTree([]).kinds(under: nil) == [.group, .company] && Self.tree.kinds(under: nil) == [.company])
  }

  @Test("nothing is moved below itself, to where it cannot stand, or to a company that has its names already")
  func movingRefused() {
    Self.refused(.unitCircle) { _ = try Self.tree.moving(Self.id(3), under: Self.id(4)) }
    Self.refused(.unitCircle) { _ = try Self.tree.moving(Self.id(3), under: Self.id(3)) }
    Self.refused(.unitMisplaced) { _ = try Self.tree.moving(Self.id(3), under: Self.id(1)) }
    Self.refused(.unitMisplaced) { _ = try Self.tree.moving(Self.id(3), under: nil) }
    Self.refused(.unitCircle) { _ = try Self.tree.moving(Self.id(1), under: Self.id(2)) }
    Self.refused(.unitNameTaken) { _ = try Self.tree.moving(Self.id(3), under: Self.id(6)) }
    Self.refused(.unitUnknown) { _ = try Self.tree.moving(Self.id(80), under: nil) }
    Self.refused(.unitUnknown) { _ = try Self.tree.moving(Self.id(3), under: Self.id(80)) }
  }

  @Test("a unit moves with all that is below it, to the end of its new siblings; a move to where it is changes nothing")
  func moving() throws {
    let moved = try Self.tree.moving(Self.id(4), under: Self.id(6))
    #expect(moved.parentID == Self.id(6) && moved.position == 7)
    let company = try Self.tree.moving(Self.id(6), under: nil)
    let tree = Self.tree.replacing([company])
    #expect(tree.rows.map { "\($0.depth) \($0.unit.name)" }.contains("1 销售部"))
    #expect(tree.rows.filter { $0.depth == 0 }.map(\.unit.name) == ["某集团", "子公司"])
    #expect(try Self.tree.moving(Self.id(4), under: Self.id(3)) == Self.tree[Self.id(4)])
  }

  @Test("no sequence of moves makes a circle or loses a unit", arguments: 1...20)
  func noCircle(seed: Int) {
    var state = UInt64(seed) &* 6_364_136_223_846_793_005
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var tree = Self.tree
    for _ in 0..<60 {
      let unit = tree.units[next(tree.units.count)]
      let parent = next(8) == 0 ? nil : tree.units[next(tree.units.count)].id
      if let moved = try? tree.moving(unit.id, under: parent) { tree = tree.replacing([moved]) }
      #expect(tree.rows.count == Self.tree.units.count)
    }
  }

  @Test("siblings change places one step at a time, also where an import gave them equal positions")
  func shifting() throws {
    func order(_ tree: OrgTree) -> [String] { tree.children(of: Self.id(2)).map(\.name) }
    let down = try Self.tree.shifting(Self.id(3), up: false)
    #expect(down.count == 2 && order(Self.tree.replacing(down)) == ["财务部", "销售部"])
    #expect(try Self.tree.shifting(Self.id(3), up: true).isEmpty && Self.tree.shifting(Self.id(5), up: false).isEmpty)
    let equal = OrgTree([Self.unit(2, .company, "甲"), Self.unit(3, .department, "乙", under: 2), Self.unit(4, .department, "丙", under: 2)])
    #expect(order(equal.replacing(try equal.shifting(Self.id(4), up: true))) == ["丙", "乙"])
  }

  @Test("the verified company keeps its name and place in the world; what has units below it is not removed")
  func fixed() throws {
    Self.refused(.unitFixed) { _ = try Self.tree.renaming(Self.id(2), "另一个名字") }
    Self.refused(.unitFixed) { _ = try Self.tree.removing(Self.id(2), peopleTo: nil) }
    Self.refused(.unitNotEmpty) { _ = try Self.tree.removing(Self.id(3), peopleTo: nil) }
    Self.refused(.unitUnknown) { _ = try Self.tree.removing(Self.id(4), peopleTo: Self.id(4)) }
    Self.refused(.unitUnknown) { _ = try Self.tree.removing(Self.id(4), peopleTo: Self.id(1)) }
    #expect(try Self.tree.removing(Self.id(4), peopleTo: Self.id(5)).name == "华南组")
    Self.refused(.unitNameTaken) { _ = try Self.tree.renaming(Self.id(4), "财务部") }
    #expect(try Self.tree.renaming(Self.id(4), "华东组").name == "华东组")
    #expect(try Self.tree.renaming(Self.id(4), "华南组").name == "华南组", "its own name is no other's")
  }
}
