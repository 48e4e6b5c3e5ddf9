import HeqiDomain
import HeqiSQL
import HeqiTestSupport
import Testing

@testable import HeqiStorage

@Suite("Tags and saved views")
struct ContractTagStoreTests {
  private let tags = ContractTagStore(tenantID: "main")
  private let views = SavedViewStore(tenantID: "main")

  @Test("a name is free once per viewer", arguments: TestDatabase.engines)
  func names(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      let (me, you) = (ListViewer.person(base.me), ListViewer.person(base.you))
      let red = ContractTag(id: base.id(1), name: "重要", color: .cinnabar)
      let same = ContractTag(id: base.id(2), name: "重要", color: .moss)
      let other = ContractTag(id: base.id(3), name: "归档", color: .stone)
      try await base.engine.write { (connection: any SQLConnection) throws -> Void in
        #expect(try tags.insert(red, of: me, in: connection))
        #expect(try !tags.insert(same, of: me, in: connection))
        #expect(try tags.insert(same, of: you, in: connection))
        #expect(try tags.insert(other, of: me, in: connection))
        #expect(try !tags.update(ContractTag(id: other.id, name: "重要", color: .ink), of: me, in: connection))
        #expect(try tags.update(ContractTag(id: other.id, name: "归档", color: .ink), of: me, in: connection))
        #expect(try !tags.update(red, of: you, in: connection))
        #expect(try tags.list(of: me, in: connection).map(\.color).contains(.ink))
      }
    }
  }

  @Test("a tag marks only contracts on the viewer's list, and filters them", arguments: TestDatabase.engines)
  func marks(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      let contract = try await base.insert(base.draft(1))
      _ = try await base.insert(base.draft(2))
      let (me, you) = (ListViewer.person(base.me), ListViewer.person(base.you))
      let mine = ContractTag(id: base.id(1), name: "重要", color: .cinnabar)
      let theirs = ContractTag(id: base.id(2), name: "重要", color: .cinnabar)
      try await base.engine.write { (connection: any SQLConnection) throws -> Void in
        _ = try tags.insert(mine, of: me, in: connection)
        _ = try tags.insert(theirs, of: you, in: connection)
        #expect(try tags.mark(contract.id, with: mine.id, of: me, in: connection))
        #expect(try !tags.mark(contract.id, with: mine.id, of: me, in: connection))
        #expect(try !tags.mark(contract.id, with: theirs.id, of: you, in: connection))
        #expect(try tags.tags(of: contract.id, by: me, in: connection) == [mine])
        #expect(try tags.tags(of: contract.id, by: you, in: connection) == [])
        let query = ContractQuery(tagID: mine.id)
        let lists = ContractListingStore(tenantID: "main")
        #expect(try lists.page(query, of: me, in: connection).rows.map(\.contractID) == [contract.id])
        #expect(try tags.unmark(contract.id, with: mine.id, in: connection))
        #expect(try lists.page(query, of: me, in: connection).rows.isEmpty)
        _ = try tags.mark(contract.id, with: mine.id, of: me, in: connection)
        #expect(try !tags.delete(mine.id, of: you, in: connection))
        #expect(try tags.delete(mine.id, of: me, in: connection))
        #expect(try tags.tags(of: contract.id, by: me, in: connection).isEmpty)
      }
      #expect(try await base.load(contract.id) != nil)
    }
  }

  @Test("a view is kept, listed by name, and deleted by its owner only", arguments: TestDatabase.engines)
  func saved(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      let (me, you) = (ListViewer.person(base.me), ListViewer.person(base.you))
      let view = SavedView(id: base.id(1), name: "本月到期", query: "sort=deadline")
      try await base.engine.write { (connection: any SQLConnection) throws -> Void in
        #expect(try views.insert(view, of: me, in: connection))
        #expect(try !views.insert(SavedView(id: base.id(2), name: "本月到期", query: ""), of: me, in: connection))
        #expect(try views.list(of: me, in: connection) == [view] && views.list(of: you, in: connection).isEmpty)
        #expect(try !views.delete(view.id, of: you, in: connection))
        #expect(try views.delete(view.id, of: me, in: connection))
      }
    }
  }
}
