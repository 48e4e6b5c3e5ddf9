import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite("EvidenceFileStore")
struct EvidenceFileStoreTests {
  @Test("a round has one document of each kind, however often the job runs", arguments: TestDatabase.engines)
  func once(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      let contract = try await base.insert(base.draft())
      let store = EvidenceFileStore()
      @Sendable func file(_ number: Int, _ kind: EvidenceFile.Kind) -> EvidenceFile {
        EvidenceFile(
          id: base.id(number), tenantID: "main", contractID: contract.id, roundNumber: 1, kind: kind,
          title: kind.title.chinese,
          digest: base.digest(number), length: 10, createdAt: base.now)
      }
      let inserted = try await base.engine.write { connection in
        [
          try store.insert(file(1, .report), in: connection), try store.insert(file(2, .confirmation), in: connection),
          try store.insert(file(3, .report), in: connection),
        ]
      }
      #expect(inserted == [true, true, false])
      let list = try await base.engine.read { try store.list(of: contract.id, tenantID: "main", in: $0) }
      #expect(Set(list.map(\.id)) == [base.id(1), base.id(2)])
      #expect(
        try await base.engine.read { try store.find(digest: base.digest(2), tenantID: "main", in: $0) }?.kind
          == .confirmation)
    }
  }
}
