import HeqiDomain
import HeqiSQL
import HeqiTestSupport
import Testing

@testable import HeqiApplication

@Suite("the stored file of an initiated contract (house decision 4)")
struct KeptFileTests {
  @Test("what was sent in is read back byte for byte out of the one file that is kept", arguments: TestDatabase.engines)
  func original(_ engine: TestDatabase.Engine) async throws {
    try await ClientWorld.with(engine) { world in
      let made = try await world.order("A", [world.signer(ClientWorld.zhang)])
      let contract = try await world.contract(made.view.contract.id)
      let file = try #require(contract.round.file)
      let files = ContractFiles(blobs: world.base.blobs)
      let sent = try await files.read(contract, revision: 0)
      let prepared = try await files.read(contract)
      #expect(FileDigest.of(sent) == file.original.digest && FileDigest.of(prepared) == file.latest.digest)
      #expect(prepared.count > sent.count && prepared.starts(with: sent))
      let kept = try await world.base.engine.read { connection in
        try connection.query(
          "SELECT hash FROM blob WHERE owner_kind = $1 AND owner_id = $2", [.text("contract"), .text(contract.id.description)])
      }
      #expect(try kept.map { try $0.blob("hash") } == [file.latest.digest.bytes])
    }
  }
}
