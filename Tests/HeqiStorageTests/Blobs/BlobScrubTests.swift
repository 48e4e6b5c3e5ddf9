import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite struct BlobScrubTests {
  @Test("a scrub finds and repairs every bad copy and names what is lost", arguments: TestDatabase.engines)
  func scrub(_ kind: TestDatabase.Engine) async throws {
    try await BlobBase.with(kind) { base in
      var references: [BlobReference] = []
      for index in 0..<6 { references.append(try await base.put(sample(1000 + index))) }
      try base.remove("a", references[0])
      try base.overwrite("b", references[1], [1, 2, 3])
      for copy in ["a", "b"] { try base.overwrite(copy, references[2], []) }
      let report = try await base.store.scrub()
      #expect(report.checkedCount == 6)
      #expect(report.checkedBytes == 6015)
      #expect(
        Set(report.repaired) == [
          BlobFinding(address: references[0].address, copy: "primary", kind: .repaired),
          BlobFinding(address: references[1].address, copy: "replica", kind: .repaired),
        ])
      #expect(report.lost == [references[2].address])
      let second = try await base.store.scrub()
      #expect(second.repaired.isEmpty)
    }
  }

  @Test("a scrub reads every page of a long list")
  func pages() async throws {
    try await BlobBase.with { base in
      var references: [BlobReference] = []
      for index in 0..<205 { references.append(try await base.put([UInt8(index)], isRecorded: false)) }
      let all = references
      try await base.engine.write { connection in
        for reference in all { try base.store.record(reference, at: BlobBase.start, in: connection) }
      }
      let report = try await base.store.scrub()
      #expect(report.checkedCount == 205)
      #expect(report.lost.isEmpty)
    }
  }

  @Test("a row that was pointed at other content is lost, not served", arguments: TestDatabase.engines)
  func forgedRow(_ kind: TestDatabase.Engine) async throws {
    try await BlobBase.with(kind) { base in
      let (one, two) = (try await base.put([1]), try await base.put([2]))
      try await base.engine.write { connection in
        try connection.execute(
          "UPDATE blob SET hash = $1 WHERE address = $2", [.blob(two.hash.bytes), .text(one.address)])
      }
      let report = try await base.store.scrub()
      #expect(report.lost == [one.address])
    }
  }

  @Test("only old files without a row are collected", arguments: TestDatabase.engines)
  func orphans(_ kind: TestDatabase.Engine) async throws {
    try await BlobBase.with(kind) { base in
      let kept = try await base.put([1])
      let orphan = try await base.put([2], isRecorded: false)
      let superseded = try await base.put([3])
      try await base.engine.write { try base.store.forget(superseded, in: $0) }
      let draft = try base.primary.draft()
      try draft.append([1])
      // Files carry the machine's clock, so the far past is before and the far future is after every one of them.
      let early = try await base.store.collectOrphans(at: Instant(seconds: 0))
      #expect(early == 0)
      let late = try await base.store.collectOrphans(at: Instant(seconds: 253_402_300_799))
      #expect(late == 5)
      let read = try await base.store.read(kept)
      #expect(read == [1])
      for reference in [orphan, superseded] {
        await #expect(throws: BlobError(.notFound, "")) { try await base.store.read(reference) }
      }
    }
  }
}
