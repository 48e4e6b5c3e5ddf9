import HeqiDomain
import HeqiSQL
import HeqiTestSupport
import Testing

@testable import HeqiStorage

@Suite("Lists of contracts, one row per viewer and contract")
struct ContractListingTests {
  private let lists = ContractListingStore(tenantID: "main")

  private func page(
    _ base: ContractBase, _ query: ContractQuery = ContractQuery(), of account: ID<Account>? = nil,
    from cursor: ListingCursor? = nil, back: Bool = false, limit: Int = 20
  ) async throws -> ListingPage {
    let viewer = ListViewer.person(account ?? base.me)
    return try await base.engine.read {
      try lists.page(query, of: viewer, from: cursor, isBackward: back, limit: limit, in: $0)
    }
  }

  /// Drafts with titles, amounts and receivers of their own.
  private func fill(_ base: ContractBase) async throws {
    for (number, title, cents, name) in [
      (1, "房屋租赁合同", 500_000, "李小四"), (2, "Loan Agreement", 9_900, "Ann Lee"), (3, "采购 100% 框架", nil, "王小五"),
    ] as [(Int, String, Int64?, String)] {
      let draft = base.draft(number)
      var settings = draft.round.settings
      settings.amount = cents.map { ContractAmount(minorUnits: $0) }
      let receiver = ContractParty(id: draft.round.receivers[0].id, side: .receiver, accountID: base.you, name: name)
      let round = ContractRound(
        title: title, file: draft.round.file, initiator: draft.round.initiator, receivers: [receiver],
        settings: settings)
      let contract = Contract(
        id: draft.id, tenantID: "main", transactionNo: draft.transactionNo, createdAt: base.now, round: round)
      try await base.engine.write {
        _ = try base.store.insert(contract, at: base.now.adding(.seconds(number)), in: $0)
      }
    }
  }

  @Test("pages go forth and back without gaps or repeats", arguments: TestDatabase.engines)
  func paging(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      for number in 1...7 { _ = try await base.insert(base.draft(number)) }
      for query in [ContractQuery(), ContractQuery(folder: .draft), ContractQuery(words: "租赁"), ContractQuery(sort: .amount)] {
        let first = try await page(base, query, limit: 3)
        let second = try await page(base, query, from: first.next, limit: 3)
        let third = try await page(base, query, from: second.next, limit: 3)
        #expect(first.previous == nil && third.next == nil && !third.isPartial)
        #expect(Set((first.rows + second.rows + third.rows).map(\.contractID)).count == 7)
        let back = try await page(base, query, from: third.previous, back: true, limit: 3)
        #expect(back.rows == second.rows)
        let start = try await page(base, query, from: back.previous, back: true, limit: 3)
        #expect(start.rows == first.rows && start.previous == nil)
      }
      #expect(try await base.engine.read { try base.counts(base.me, $0) } == [.draft: 7])
      #expect(try await base.engine.read { try lists.countsUpToMax(of: .person(base.me), in: $0) } == [.draft: 7])
      #expect(try await base.engine.read { try base.counts(base.you, $0) } == [:])
    }
  }

  @Test("words find title, name, number and any case; a percent sign is a sign", arguments: TestDatabase.engines)
  func words(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      try await fill(base)
      for (words, titles) in [
        ("租赁", ["房屋租赁合同"]), ("loan", ["Loan Agreement"]), ("ＬＯＡＮ", ["Loan Agreement"]), ("王小", ["采购 100% 框架"]),
        ("100%", ["采购 100% 框架"]), ("%", ["采购 100% 框架"]), ("a0000000001002", ["Loan Agreement"]), ("没有", []),
      ] {
        #expect(try await page(base, ContractQuery(words: words)).rows.map(\.title) == titles, "\(words)")
      }
    }
  }

  @Test("counts stop at their bound, and a whole number finds its contract beyond what a search looks at",
    arguments: TestDatabase.engines)
  func bounds(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      let first = try await base.insert(base.draft(1))
      try await base.engine.write { connection in
        let copies = """
          INSERT INTO contract_listing (tenant_id, viewer_key, contract_id, party_id, round_number, is_initiator, folder, stage,
            listed_at_us, title, counterparties, transaction_no, amount_sort, due_sort_us, created_at_us, initiated_sort_us,
            is_invoiced, search_text)
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $2)
          SELECT tenant_id, viewer_key, 'copy-' || i, party_id, 1, 1, folder, stage, listed_at_us + i, title, counterparties, '-',
            amount_sort, due_sort_us, created_at_us, initiated_sort_us, 0, '-' FROM n, contract_listing
          WHERE tenant_id = 'main' AND viewer_key = $1 AND contract_id = $3
          """
        try connection.execute(
          copies,
          [
            .text(ListViewer.person(base.me).key), SQLValue(ContractListingStore.searchedRowsMax),
            .text(first.id.description),
          ])
      }
      let counts = try await base.engine.read { try lists.countsUpToMax(of: .person(base.me), in: $0) }
      #expect(counts == [.draft: ContractListingStore.countMax])
      let words = try await page(base, ContractQuery(words: "租赁"))
      #expect(words.rows.isEmpty && words.isPartial)
      for typed in [first.transactionNo, " \(first.transactionNo.lowercased()) "] {
        let found = try await page(base, ContractQuery(words: typed))
        #expect(found.rows.map(\.contractID) == [first.id] && !found.isPartial)
        #expect(try await page(base, ContractQuery(folder: .completed, words: typed)).rows.isEmpty)
      }
      let stranger = try await page(base, ContractQuery(words: first.transactionNo), of: base.id(950))
      #expect(stranger.rows.isEmpty)
    }
  }

  @Test("the beginning of a file's hash finds its contract, but only the viewer's", arguments: TestDatabase.engines)
  func hash(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      try await fill(base)
      let hash = base.digest(2).hex
      for words in [hash, "sha256:" + hash, String(hash.prefix(10)).uppercased()] {
        #expect(try await page(base, ContractQuery(words: words)).rows.map(\.title) == ["Loan Agreement"])
      }
      #expect(try await page(base, ContractQuery(words: hash), of: base.you).rows.isEmpty)
    }
  }

  @Test("filters narrow by amount, counterparty, stage and dates", arguments: TestDatabase.engines)
  func filters(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      try await fill(base)
      let live = try await base.initiated(4)
      func titles(_ query: ContractQuery) async throws -> Set<String> { Set(try await page(base, query).rows.map(\.title)) }
      #expect(try await titles(ContractQuery(amountFrom: 9_900, amountTo: 9_900)) == ["Loan Agreement"])
      #expect(try await titles(ContractQuery(amountTo: 9_900)) == ["Loan Agreement"])
      #expect(try await titles(ContractQuery(counterparty: "ann")) == ["Loan Agreement"])
      #expect(try await page(base, ContractQuery(stage: .awaitingInitiatorSign)).rows.map(\.contractID) == [live.id])
      #expect(try await page(base, ContractQuery(dueTo: base.deadline)).rows.map(\.contractID) == [live.id])
      #expect(try await page(base, ContractQuery(dueTo: base.deadline.adding(.microseconds(-1)))).rows.isEmpty)
      #expect(try await page(base, ContractQuery(dueFrom: base.now)).rows.map(\.contractID) == [live.id])
      #expect(try await page(base, ContractQuery(initiatedTo: base.now)).rows.map(\.contractID) == [live.id])
      #expect(try await page(base, ContractQuery(initiatedFrom: base.now.adding(.seconds(1)))).rows.isEmpty)
      #expect(try await titles(ContractQuery(folder: .draft, words: "租赁", amountFrom: 1)) == ["房屋租赁合同"])
    }
  }

  @Test("orders: nearest deadline, largest amount; what has none stands last", arguments: TestDatabase.engines)
  func orders(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      try await fill(base)
      let live = try await base.initiated(4)
      let byAmount = try await page(base, ContractQuery(sort: .amount)).rows
      #expect(byAmount.map { $0.amount?.minorUnits } == [500_000, 12_345, 9_900, nil])
      #expect(try await page(base, ContractQuery(sort: .deadline)).rows.first?.contractID == live.id)
      #expect(try await page(base, ContractQuery(folder: .draft, sort: .amount)).rows.count == 3)
    }
  }

  @Test("a row keeps its place until the folder changes, and follows the stage", arguments: TestDatabase.engines)
  func following(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      var contract = try await base.insert(base.draft(1))
      let later = base.now.adding(.seconds(60))
      contract = try await base.play(
        .saveDraft(RoundEdit(title: "改过的名称")), on: contract, by: .party(contract.round.initiator.id), at: later)
      var row = try #require(try await page(base).rows.first)
      #expect(row.title == "改过的名称" && row.listedAt == base.now)
      contract = try await base.play(
        .initiate(prepared: base.prepared(contract)), on: contract, by: .party(contract.round.initiator.id), at: later)
      row = try #require(try await page(base).rows.first)
      #expect(row.folder == .awaitingInitiatorSign && row.listedAt == later && row.initiatedAt == later)
      #expect(row.due == base.deadline && row.isInitiator && row.counterparties == "李小四")
      #expect(try await page(base, of: base.you).rows.isEmpty)
      contract = try await base.signed(contract, by: contract.round.initiator)
      let theirs = try #require(try await page(base, of: base.you).rows.first)
      #expect(theirs.folder == .awaitingReceipt && !theirs.isInitiator && theirs.counterparties == "张小三")
    }
  }

  @Test("a discarded draft leaves the list", arguments: TestDatabase.engines)
  func discarded(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      let contract = try await base.insert(base.draft(1))
      _ = try await base.play(.discard, on: contract, by: .party(contract.round.initiator.id))
      #expect(try await page(base).rows.isEmpty)
    }
  }

  @Test("the note on invoicing is the viewer's own and outlives changes", arguments: TestDatabase.engines)
  func invoicing(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      let contract = try await base.initiated()
      let (me, you) = (ListViewer.person(base.me), ListViewer.person(base.you))
      #expect(try await base.engine.write { try lists.setInvoiced(true, contract.id, of: me, in: $0) })
      #expect(try await !base.engine.write { try lists.setInvoiced(true, contract.id, of: you, in: $0) })
      _ = try await base.signed(contract, by: contract.round.initiator)
      #expect(try await page(base).rows.map(\.isInvoiced) == [true])
      #expect(try await page(base, of: base.you).rows.map(\.isInvoiced) == [false])
    }
  }

  @Test("a bounded look says where it stopped, and the next goes on from there", arguments: TestDatabase.engines)
  func bounded(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      for number in 1...6 { _ = try await base.insert(base.draft(number)) }
      let query = ContractQuery(counterparty: "没有这个人")
      let look = ListingLook(query, .person(base.me), nil, isBackward: false)
      let edge = try await base.engine.read { connection in
        try connection.first(
          ContractListingSQL.edge(look.order, isBackward: false), look.start("main") + [3])?.text("contract_id")
      }
      // Newest first: ids of one instant fall with their number, so the fourth row is contract 3.
      #expect(edge == base.id(300, Contract.self).description)
      #expect(try await page(base, query).isPartial == false)
    }
  }
}
