internal import ArgumentParser
internal import Foundation
internal import HeqiDomain
internal import HeqiSQL
internal import HeqiSQLite
internal import HeqiStorage

/// Lists and searches of a company that owns every one of the contracts in the database, and of one of its people.
struct ListMillion: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list-1m")

  @Option(help: "Contracts in the database.") var count = 1_000_000
  @Option(help: "Looks of each kind.") var looks = 200
  @Option(help: "Folder that keeps the filled database for the next run.") var folder = NSTemporaryDirectory()

  private static let company: ListViewer = .organization(id(1))
  /// Handles one contract of a hundred.
  private static let member: ListViewer = .member(id(2))
  private static let start: Int64 = 1_700_000_000_000_000

  func run() async throws {
    let engine = try SQLiteEngine(path: folder + "/list-\(count).sqlite")
    try await HeqiMigrations.run(on: engine, at: Instant(microseconds: Self.start))
    try await fill(engine)
    let looks: [(name: String, query: @Sendable (Int) -> ContractQuery, viewer: ListViewer)] = [
      ("list", { _ in ContractQuery() }, Self.company),
      ("folder", { ContractQuery(folder: ContractFolder.allCases[$0 % ContractFolder.allCases.count]) }, Self.company),
      ("by deadline", { _ in ContractQuery(sort: .deadline) }, Self.company),
      ("filtered", { ContractQuery(counterparty: "对方\($0 * 37 % 1000)", amountFrom: 100_000) }, Self.company),
      ("search, found", { ContractQuery(words: "合同 \(count - 1 - $0 * 17)") }, Self.company),
      ("search, not found", { ContractQuery(words: "没有\($0)") }, Self.company),
      ("number", { ContractQuery(words: Self.transactionNo(count - 1 - $0 * 113)) }, Self.company),
      ("one person's search", { ContractQuery(words: "没有\($0)") }, Self.member),
    ]
    for look in looks { try await measure(look.name, engine) { try page(look.query($0), look.viewer, in: $1) } }
    let store = ContractListingStore(tenantID: "main")
    try await measure("deep page", engine) { index, connection in
      let cursor = ListingCursor(key: Self.start + Int64(index) * 1_000_000_000, contractID: "")
      _ = try store.page(ContractQuery(), of: Self.company, from: cursor, in: connection)
    }
    try await measure("one person's counts", engine) { _ = try store.countsUpToMax(of: Self.member, in: $1) }
    try await measure("company counts", engine) { _ = try store.countsUpToMax(of: Self.company, in: $1) }
    await engine.close()
  }

  @Sendable private func page(_ query: ContractQuery, _ viewer: ListViewer, in connection: any SQLConnection) throws {
    _ = try ContractListingStore(tenantID: "main").page(query, of: viewer, in: connection)
  }

  private func measure(
    _ name: String, _ engine: SQLiteEngine, _ look: @escaping @Sendable (Int, any SQLConnection) throws -> Void
  ) async throws {
    var latencies: [Duration] = []
    let begin = ContinuousClock.now
    for index in 0..<looks {
      let start = ContinuousClock.now
      try await engine.read { try look(index, $0) }
      latencies.append(ContinuousClock.now - start)
    }
    print(Measurement(name: name, operations: looks, elapsed: ContinuousClock.now - begin, latencies: latencies).json)
  }

  /// Rows by SQL, a hundred thousand to a commit; a filled database of the same size is kept as it is.
  private func fill(_ engine: SQLiteEngine) async throws {
    let here = try await engine.read { try $0.first("SELECT COUNT(*) AS number FROM contract")?.int("number") ?? 0 }
    guard here != count else { return }
    guard here == 0 else { throw ValidationError("the folder holds a database that was not filled to its end; remove it") }
    for first in stride(from: 0, to: count, by: 100_000) {
      let last = min(first + 100_000, count) - 1
      try await engine.write { connection in
        try connection.execute(Self.contracts, [SQLValue(first), SQLValue(last), .integer(Self.start)])
        for (viewer, step) in [(Self.company, 1), (Self.member, 100)] {
          try connection.execute(
            Self.listings, [SQLValue(first), SQLValue(last), .integer(Self.start), .text(viewer.key), SQLValue(step)])
        }
      }
    }
    try await engine.write { _ = try $0.execute("ANALYZE") }
  }

  private static let number = "WITH RECURSIVE n(i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM n WHERE i < $2)"
  private static let contractID = "printf('01890000-0000-7000-8000-%012x', i)"

  private static let contracts = """
    INSERT INTO contract (tenant_id, id, kind, transaction_no, created_at_us, round_number, stage, revision)
    \(number) SELECT 'main', \(contractID), 'agreement', printf('A%013d', i), $3 + i * 1000000, 1, 'completed', 1 FROM n
    """

  private static var listings: String {
    let names = ContractFolder.allCases.indices.map { "WHEN \($0) THEN '\(ContractFolder.allCases[$0].rawValue)'" }
      .joined(separator: " ")
    return """
      INSERT INTO contract_listing (tenant_id, viewer_key, contract_id, party_id, round_number, is_initiator, folder, stage,
        listed_at_us, title, counterparties, transaction_no, contract_no, amount_minor, currency, amount_sort, due_sort_us,
        created_at_us, initiated_at_us, initiated_sort_us, completed_at_us, is_invoiced, search_text)
      \(number) SELECT 'main', $4, \(contractID), \(contractID), 1, 1,
        CASE i % \(ContractFolder.allCases.count) \(names) END, 'completed',
        $3 + i * 1000000, '采购框架合同 ' || i, '对方' || (i % 1000) || '科技有限公司', printf('A%013d', i), printf('CG-%07d', i),
        i * 100, 'CNY', i * 100, $3 + i * 2000000, $3 + i * 1000000, $3 + i * 1000000, $3 + i * 1000000, $3 + i * 1000000, 0,
        '采购框架合同 ' || i || ' 对方' || (i % 1000) || '科技有限公司 ' || printf('a%013d', i) || ' ' || printf('cg-%07d', i)
      FROM n WHERE i % $5 = 0
      """
  }

  private static func transactionNo(_ index: Int) -> String { "A" + String(format: "%013d", index) }

  private static func id<Entity>(_ number: UInt8, _: Entity.Type = Entity.self) -> ID<Entity> {
    ID(at: Instant(microseconds: start), random: [0, 0, number])
  }
}
