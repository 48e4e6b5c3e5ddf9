import HeqiDomain
import HeqiSQL
import HeqiTestSupport
import Testing

@testable import HeqiStorage

@Suite("Template versions (M-016, B-18)")
struct TemplateStoreTests {
  private static func version(
    _ id: String, _ ordinal: Int, category: String = "FUNDS", approval: TemplateApproval = .notRequired
  ) throws -> TemplateVersion {
    TemplateVersion(
      tenantID: "tenant", templateID: id, version: "v\(ordinal)", ordinal: ordinal, name: "协议", category: category, kind: .html,
      digest: try #require(Digest([UInt8](repeating: UInt8(ordinal), count: 32))),
      variables: [TemplateVariable(key: "sum", name: "金额", kind: .money, sample: .text("1.00"))],
      signers: TemplateSigners(min: 1, max: 2, methods: [.certificate]), isActive: false, approval: approval, createdBy: "maker",
      createdAt: TestDatabase.start, updatedBy: "maker", updatedAt: TestDatabase.start)
  }

  @Test("a version comes back as it was kept, with its content", arguments: TestDatabase.engines)
  func roundTrip(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      let store = TemplateStore(tenantID: "tenant")
      let made = try Self.version("A", 1, approval: .rejected(by: "lawyer", at: TestDatabase.start, reason: "条款"))
      try await engine.write { connection in
        let isNew = try store.insert(made, content: "<p>合同</p>", in: connection)
        #expect(isNew)
        #expect(try store.find("A", version: "v1", in: connection) == made)
        #expect(try store.content(of: made, in: connection) == "<p>合同</p>")
        #expect(try TemplateStore(tenantID: "other").find("A", version: "v1", in: connection) == nil)
      }
    }
  }

  @Test("a version or number that is taken is not taken again", arguments: TestDatabase.engines)
  func taken(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      let store = TemplateStore(tenantID: "tenant")
      try await engine.write { connection in
        let made = try Self.version("A", 1)
        #expect(try store.insert(made, content: "a", in: connection))
        #expect(try !store.insert(made, content: "b", in: connection))
        #expect(try store.content(of: made, in: connection) == "a")
      }
    }
  }

  @Test("one version of a template is active at a time", arguments: TestDatabase.engines)
  func active(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      let store = TemplateStore(tenantID: "tenant")
      let later = TestDatabase.start.adding(.seconds(5))
      try await engine.write { connection in
        for ordinal in 1...2 { _ = try store.insert(try Self.version("A", ordinal), content: "x", in: connection) }
        #expect(try store.active("A", in: connection) == nil)
        try store.activate("v1", of: "A", by: "c", at: later, in: connection)
        try store.activate("v2", of: "A", by: "c", at: later, in: connection)
        #expect(try store.active("A", in: connection)?.version == "v2")
        #expect(try store.find("A", version: "v1", in: connection)?.isActive == false)
        #expect(try store.active("A", in: connection)?.updatedAt == later)
        try store.activate(nil, of: "A", by: "c", at: later, in: connection)
        #expect(try store.active("A", in: connection) == nil)
        #expect(try store.newest("A", in: connection)?.version == "v2")
      }
    }
  }

  @Test("a pending version is decided once", arguments: TestDatabase.engines)
  func decided(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      let store = TemplateStore(tenantID: "tenant")
      let pending = try Self.version("A", 1, approval: .pending)
      let approval = TemplateApproval.approved(by: "lawyer", at: TestDatabase.start)
      try await engine.write { connection in
        _ = try store.insert(pending, content: "x", in: connection)
        #expect(try store.decide(approval, pending, in: connection))
        #expect(try !store.decide(.rejected(by: "l", at: TestDatabase.start, reason: "r"), pending, in: connection))
        #expect(try store.find("A", version: "v1", in: connection)?.approval == approval)
      }
    }
  }

  @Test("lists give the newest, the active, or a category, by pages", arguments: TestDatabase.engines)
  func lists(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      let store = TemplateStore(tenantID: "tenant")
      try await engine.write { connection in
        for (id, ordinal, category) in [("A", 1, "X"), ("A", 2, "X"), ("B", 1, "Y"), ("C", 1, "X")] {
          _ = try store.insert(try Self.version(id, ordinal, category: category), content: "x", in: connection)
        }
        try store.activate("v1", of: "A", by: "c", at: TestDatabase.start, in: connection)
        try store.activate("v1", of: "B", by: "c", at: TestDatabase.start, in: connection)
        func names(_ filter: TemplateStore.Filter, after: String? = nil, limit: Int = 10) throws -> [String] {
          try store.list(filter, after: after, limit: limit, in: connection).map { "\($0.templateID)\($0.version)" }
        }
        #expect(try names(.newest) == ["Av2", "Bv1", "Cv1"])
        #expect(try names(.newest, after: "A", limit: 1) == ["Bv1"])
        #expect(try names(.active) == ["Av1", "Bv1"])
        #expect(try names(.activeOfCategory("X")) == ["Av1"])
        #expect(try store.versions(of: "A", limit: 10, in: connection).map(\.ordinal) == [2, 1])
        #expect(try store.versions(of: "A", before: 2, limit: 10, in: connection).map(\.ordinal) == [1])
      }
    }
  }

  @Test("approval is asked for only where the operator said so", arguments: TestDatabase.engines)
  func policy(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      let store = TemplateStore(tenantID: "tenant")
      try await engine.write { connection in
        #expect(try !store.isApprovalRequired(in: connection))
        try store.setApprovalRequired(true, at: TestDatabase.start, in: connection)
        #expect(try store.isApprovalRequired(in: connection))
        #expect(try !TemplateStore(tenantID: "other").isApprovalRequired(in: connection))
        try store.setApprovalRequired(false, at: TestDatabase.start, in: connection)
        #expect(try !store.isApprovalRequired(in: connection))
      }
    }
  }

  static let plans = [
    (TemplateSQL.selectAll, "contract_template", 3), (TemplateSQL.selectActiveOfCategory, "contract_template_by_category", 4),
    (TemplateSQL.selectActiveOnes, "contract_template_active", 3), (TemplateSQL.selectVersions, "contract_template_by_ordinal", 4),
    (TemplateSQL.selectActive, "contract_template_active", 2), (TemplateSQL.selectNewest, "contract_template_by_ordinal", 2),
  ]

  @Test("every list walks its index", arguments: plans.indices)
  func walksItsIndex(_ index: Int) async throws {
    let (sql, name, count) = Self.plans[index]
    let details = try await TestDatabase.with(.sqliteMemory) { engine in
      try await engine.write { connection in
        try connection.query("EXPLAIN QUERY PLAN " + sql, [SQLValue](repeating: 1, count: count)).map { try $0.text("detail") }
      }
    }
    #expect(details.contains { $0.contains(name) } && !details.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP B-TREE") }, "\(details)")
  }
}
