import HeqiDomain
import HeqiPostgres
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@testable import HeqiApplication

@Suite(
  "A contract's life over connections that break at COMMIT (drill 5)",
  .enabled(if: CommitCutter.isPossible, "needs a PostgreSQL on a socket; see bin/with-postgres"))
struct ContractCommitOutcomeTests {
  /// What is left of one life: the kinds of its events in order, its stage, its revisions, and the letters sent.
  private struct Remains: Equatable {
    var events: [String]
    var stage: ContractStageName
    var revisions: [FileRevision.Kind]
    var letters: Int
    var requests: Int
  }

  private func live(_ plan: @escaping @Sendable (Int) -> CommitCutter.Cut?) async throws -> (Remains, cuts: Int) {
    try await TestDatabase.withSchema { url, schema in
      try await CommitCutter.with(url) { cutter, address in
        let engine = try PostgresEngine(url: address, searchPath: schema, connectionsMax: 4, acquireTimeout: .seconds(60))
        try await HeqiMigrations.run(on: engine, at: TestDatabase.start)
        let remains = try await ContractWorld.with(engine: engine) { world in
          let zhang = try await world.person(ContractWorld.zhang)
          let li = try await world.person(ContractWorld.li)
          cutter.plan(plan)
          let contract = try await world.initiated(by: zhang, to: [ContractWorld.li])
          let done = try await world.finish(contract, [zhang, li])
          let cuts = cutter.cuts
          cutter.plan { _ in nil }
          let (events, requests) = try await engine.read { connection in
            (
              try connection.query("SELECT kind FROM event WHERE subject_id = $1 ORDER BY sequence", [.text(done.id.description)])
                .map { try $0.text("kind") },
              try connection.query("SELECT id FROM action_request").count
            )
          }
          return (
            Remains(
              events: events, stage: done.stage.name, revisions: done.round.file?.revisions.map(\.kind) ?? [],
              letters: try await world.letters().count, requests: requests), cuts
          )
        }
        await engine.close()
        return remains
      }
    }
  }

  @Test("nothing is lost and nothing happens twice, wherever the connections break")
  func wholeLife() async throws {
    let (calm, none) = try await live { _ in nil }
    #expect(none == 0 && calm.events.count > 10 && calm.stage == .completed && calm.revisions.filter { $0 == .signature }.count == 2)
    for (name, plan) in Self.plans {
      let (rough, cuts) = try await live(plan)
      #expect(rough == calm, "\(name)")
      #expect(cuts > 5, "\(name) cut \(cuts) times")
    }
  }

  private static let plans: [(String, @Sendable (Int) -> CommitCutter.Cut?)] = [
    ("every other answer is lost", { $0 % 2 == 0 ? .answer : nil }),
    ("every other COMMIT is lost", { $0 % 2 == 0 ? .request : nil }),
    ("answers and COMMITs are lost in turn", { [.answer, nil, .request][$0 % 3] }),
  ]
}
