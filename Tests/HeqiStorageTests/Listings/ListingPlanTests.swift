import HeqiDomain
import HeqiSQL
import HeqiTestSupport
import Testing

@testable import HeqiStorage

/// Every list finds its rows by the index of its order; a plain list sorts nothing, a filtered one only its hits.
@Suite("Query plans of lists")
struct ListingPlanTests {
  private func plan(_ sql: String) async throws -> String {
    let count = (1...20).last { sql.contains("$\($0)") } ?? 0
    return try await TestDatabase.with(.sqliteMemory) { engine in
      try await engine.write {
        try $0.query("EXPLAIN QUERY PLAN " + sql, [SQLValue](repeating: 1, count: count)).map { try $0.text("detail") }
      }
    }.joined(separator: "; ")
  }

  static let indexes: [ListingOrder: String] = [
    .recent: "contract_listing_recent", .deadline: "contract_listing_deadline", .amount: "contract_listing_amount",
  ]

  @Test("plain lists walk their index", arguments: ListingOrder.allCases, [false, true])
  func plain(order: ListingOrder, back: Bool) async throws {
    let found = try await plan(ContractListingSQL.all(order, isBackward: back))
    #expect(found.contains(try #require(Self.indexes[order])) && !found.contains("TEMP B-TREE"), "\(found)")
  }

  @Test("a folder and the counts walk the index of folders", arguments: [false, true])
  func folder(back: Bool) async throws {
    let found = try await plan(ContractListingSQL.folder(isBackward: back))
    #expect(found.contains("contract_listing_folder") && !found.contains("TEMP B-TREE"), "\(found)")
    let bounded = try await plan(ContractListingSQL.countsUpTo)
    #expect(bounded.contains("COVERING INDEX contract_listing_folder") && !bounded.contains("SCAN contract_listing"), "\(bounded)")
    let number = try await plan(ContractListingSQL.byTransactionNo)
    #expect(number.contains("contract_by_transaction_no") && !number.contains("SCAN"), "\(number)")
    let counts = try await plan(ContractListingSQL.counts)
    #expect(counts.contains("COVERING INDEX contract_listing_folder") && !counts.contains("TEMP B-TREE"), "\(counts)")
  }

  @Test("filters look at a bounded run of the index of their order", arguments: ListingOrder.allCases, [false, true])
  func filtered(order: ListingOrder, back: Bool) async throws {
    let found = try await plan(ContractListingSQL.filtered(order, isBackward: back))
    #expect(found.contains(try #require(Self.indexes[order])) && !found.contains("SCAN contract_listing"), "\(found)")
    let edge = try await plan(ContractListingSQL.edge(order, isBackward: back))
    #expect(edge.contains(try #require(Self.indexes[order])) && !edge.contains("TEMP B-TREE"), "\(edge)")
  }

  @Test("the search box reads one covering index until it knows the rows", arguments: [false, true])
  func search(back: Bool) async throws {
    let found = try await plan(ContractListingSQL.search(isBackward: back))
    #expect(found.contains("COVERING INDEX contract_listing_recent") && !found.contains("SCAN contract_listing"), "\(found)")
    let hash = try await plan(ContractListingSQL.byDigest)
    #expect(hash.contains("contract_revision_by_digest") && !hash.contains("SCAN"), "\(hash)")
  }

  @Test("tags and views are found by index")
  func tags() async throws {
    for (sql, index) in [
      (ContractTagSQL.select, "contract_tag_by_name"), (ContractTagSQL.ofContract, "contract_tag_by_name"),
      (SavedViewSQL.select, "saved_view_by_name"), (ContractTagSQL.deleteMarks, "sqlite_autoindex_contract_tagging_1"),
    ] {
      let found = try await plan(sql)
      #expect(found.contains(index) && !found.contains("SCAN") && !found.contains("TEMP B-TREE"), "\(found)")
    }
  }
}
