import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite("ContractStore")
struct ContractStoreTests {
  @Test("numbers are A and 13 digits, rise by one, and differ per tenant", arguments: TestDatabase.engines)
  func numbers(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      let numbers = try await base.engine.write { connection in
        [try base.store.nextTransactionNo(in: connection), try base.store.nextTransactionNo(in: connection)]
      }
      #expect(numbers == ["A0000000000001", "A0000000000002"])
    }
  }

  @Test(
    "a contract reads back as it was saved, after every step of its life", arguments: TestDatabase.engines,
    IssueOrder.allCases)
  func roundTrip(kind: TestDatabase.Engine, order: IssueOrder) async throws {
    try await ContractBase.with(kind) { base in
      var contract = try await base.insert(base.draft(order: order))
      #expect(try await base.load(contract.id) == contract)
      contract = try await base.play(
        .initiate(prepared: base.prepared(contract)), on: contract, by: .party(contract.round.initiator.id))
      #expect(try await base.load(contract.id) == contract)
      while let open = contract.openRequests.first, let party = contract.round.party(open.partyID) {
        if open.action == .receive {
          contract = try await base.play(.receive, on: contract, by: .party(party.id))
          let other = try #require(contract.round.counterparties(of: party).first)
          contract = try await base.play(
            .rateLiveImage(of: other.id, .similar, imageID: "i"), on: contract, by: .party(party.id))
        } else {
          contract = try await base.signed(contract, by: party)
        }
        #expect(try await base.load(contract.id) == contract)
      }
      contract = try await base.play(
        .complete(CompletionFacts(isVerified: true, report: nil, confirmation: nil)), on: contract, by: .system)
      #expect(try await base.load(contract.id) == contract)
      #expect(contract.round.file?.revisions.count == 4)
    }
  }

  @Test("the second of two savers from one state is refused and changes nothing", arguments: TestDatabase.engines)
  func stale(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      let contract = try await base.initiated()
      let winner = try await base.play(.withdraw(reason: ""), on: contract, by: .party(contract.round.initiator.id))
      await #expect(throws: ContractError(.staleRevision)) {
        _ = try await base.signed(contract, by: contract.round.initiator)
      }
      #expect(try await base.load(contract.id) == winner)
    }
  }

  @Test("edits replace people, places and the file of a draft", arguments: TestDatabase.engines)
  func edits(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      var contract = try await base.insert(base.draft())
      let issuer = CommandIssuer.party(contract.round.initiator.id)
      let other = ContractParty(
        id: base.id(777), side: .receiver, accountID: nil, name: "王五",
        contact: PartyContact(mobile: Sensitive("13900001111")), turn: 2)
      let file = ContractFile(
        id: base.id(778), name: "新.pdf", pageCount: 9,
        original: FileRevision(number: 0, kind: .original, digest: base.digest(9), length: 5, at: base.now))
      contract = try await base.play(
        .saveDraft(RoundEdit(title: "新名称", file: file, receivers: [other], places: [])), on: contract, by: issuer)
      #expect(try await base.load(contract.id) == contract)
      #expect(contract.round.receivers.map(\.name) == ["王五"])
    }
  }

  @Test(
    "a next round keeps the ended one as a frozen view for whoever sees nothing newer (B-08)",
    arguments: TestDatabase.engines)
  func rounds(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      var contract = try await base.initiated(order: .sendThenSign)
      let receiver = try #require(contract.round.receivers.first)
      contract = try await base.play(.returnContract(reason: "姓名有误"), on: contract, by: .party(receiver.id))
      let issuer = CommandIssuer.party(contract.round.initiator.id)
      let numbers = Counter(5000)
      var next = contract.nextRound(
        fileID: base.id(4999), newPartyID: { base.id(numbers.next()) }, newPlaceID: { base.id(numbers.next()) })
      let settings = ContractSettings(issueOrder: .signThenSend, signDeadline: base.deadline, subjectMatter: .general)
      next = ContractRound(
        number: 2, title: next.title, file: next.file, initiator: next.initiator, receivers: next.receivers,
        places: next.places, settings: settings)
      contract = try await base.play(.prepareNextRound(next), on: contract, by: issuer)
      #expect(try await base.load(contract.id) == contract)
      #expect(contract.upcoming?.number == 2)
      contract = try await base.play(.saveDraft(RoundEdit(title: "第二轮", receivers: [])), on: contract, by: issuer)
      #expect(try await base.load(contract.id)?.upcoming?.receivers.isEmpty == true)
      contract = try await base.play(
        .saveDraft(RoundEdit(receivers: next.receivers, places: next.places)), on: contract, by: issuer)
      contract = try await base.play(.reinitiate(prepared: base.prepared(contract)), on: contract, by: issuer)
      #expect(try await base.load(contract.id) == contract)
      let id = contract.id
      let (mine, theirs) = try await base.engine.read { connection in
        (
          try base.store.find(id, seenBy: base.me, in: connection),
          try base.store.find(id, seenBy: base.you, in: connection)
        )
      }
      #expect(mine?.round.number == 2 && mine?.stage == .awaitingInitiatorSign)
      #expect(theirs?.round.number == 1 && theirs?.stage.name == .returned)
      contract = try await base.signed(contract, by: contract.round.initiator)
      let later = try await base.engine.read { connection in
        (
          try base.store.find(id, seenBy: base.you, in: connection),
          try base.counts(base.you, connection), try base.counts(base.me, connection)
        )
      }
      #expect(later.0?.round.number == 2)
      #expect(later.1 == [.awaitingReceipt: 1] && later.2 == [.awaitingReceipt: 1])
    }
  }

  @Test("contacts are not readable in the table", arguments: TestDatabase.engines)
  func encrypted(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      _ = try await base.insert(base.draft())
      let rows = try await base.engine.read {
        try $0.query("SELECT mobile, email FROM contract_party WHERE mobile IS NOT NULL")
      }
      for row in rows {
        for column in ["mobile", "email"] {
          let text = String(decoding: try row.blob(column), as: UTF8.self)
          #expect(!text.contains("1381234") && !text.contains("example.com"))
        }
      }
      #expect(rows.count == 1)
    }
  }
}

/// Rising numbers for closures that make ids.
final class Counter {
  private var value: Int
  init(_ start: Int) { value = start }
  func next() -> Int {
    value += 1
    return value
  }
}
