import FoundationEssentials
import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Synchronization
import Testing

/// A store over two folders with faults on demand.
struct BlobBase: Sendable {
  let engine: any SQLEngine
  let folder: String
  let primary: FaultyDisk
  let replica: FaultyDisk
  let store: BlobStore
  let findings: Findings

  final class Findings: Sendable {
    private let all = Mutex<[BlobFinding]>([])
    func add(_ finding: BlobFinding) { all.withLock { $0.append(finding) } }
    var kinds: [String] { all.withLock { $0.map { "\($0.copy) \($0.kind.rawValue)" } } }
  }

  static let owner = DataKeyOwner.contract("c1", tenantID: "t")
  static let start = TestDatabase.start

  static func with(
    _ kind: TestDatabase.Engine = .sqliteMemory, _ body: @Sendable (BlobBase) async throws -> Void
  ) async throws {
    try await TestDatabase.with(kind) { engine in
      try await TestDatabase.withFolder { folder in
        let masters = MasterKeyRing(current: try MasterKey([UInt8](repeating: 9, count: 32)))
        let primary = FaultyDisk(try BlobDirectory(folder + "/a", name: "primary"))
        let replica = FaultyDisk(try BlobDirectory(folder + "/b", name: "replica"))
        let findings = Findings()
        let store = BlobStore(
          engine: engine, keys: DataKeyRing(engine: engine, masters: masters), primary: primary, replica: replica,
          onFinding: { findings.add($0) })
        try await body(
          BlobBase(
            engine: engine, folder: folder, primary: primary, replica: replica, store: store, findings: findings))
      }
    }
  }

  func put(_ bytes: [UInt8], owner: DataKeyOwner = owner, isRecorded: Bool = true) async throws -> BlobReference {
    let reference = try await store.put(bytes, owner: owner, purpose: "file", at: Self.start)
    if isRecorded {
      let store = store
      try await engine.write { try store.record(reference, at: Self.start, in: $0) }
    }
    return reference
  }

  func path(_ copy: String, _ reference: BlobReference) -> String {
    "\(folder)/\(copy)/\(reference.address.prefix(2))/\(reference.address)"
  }

  func bytes(_ copy: String, _ reference: BlobReference) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path(copy, reference))))
  }

  func overwrite(_ copy: String, _ reference: BlobReference, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(filePath: path(copy, reference)))
  }

  func remove(_ copy: String, _ reference: BlobReference) throws {
    try FileManager.default.removeItem(atPath: path(copy, reference))
  }

  var visibleFiles: Int {
    get throws {
      var count = 0
      for disk in [primary, replica] {
        for shard in UInt8.min...UInt8.max { count += try disk.files(inShard: shard).count }
      }
      return count
    }
  }
}

func sample(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) } }

@Suite struct BlobStoreTests {
  @Test(
    "content of any length comes back from either copy",
    arguments: [0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])
  func roundTrip(_ count: Int) async throws {
    try await BlobBase.with { base in
      let content = sample(count)
      let reference = try await base.put(content)
      #expect(reference.length == Int64(count))
      #expect(reference.hash == ContentHash.sha256(content))
      let read = try await base.store.read(reference)
      #expect(read == content)
      try base.remove("a", reference)
      let fromReplica = try await base.store.read(reference)
      #expect(fromReplica == content)
    }
  }

  @Test("nothing of the content is readable on disk, and each copy is the same file")
  func encryption() async throws {
    try await BlobBase.with { base in
      let content = Array("合同编号 2026-0001".utf8) + sample(100)
      let reference = try await base.put(content)
      let file = try base.bytes("a", reference)
      #expect(file == (try base.bytes("b", reference)))
      #expect(!file.indices.contains { file[$0...].starts(with: content.prefix(6)) })
      let other = try await base.put(content, owner: .contract("c2", tenantID: "t"))
      #expect(other.hash == reference.hash)
      #expect(other.address != reference.address)
    }
  }

  @Test("a revision that is a prefix of the file is read and checked by its own hash", arguments: [0, 1, 65_536, 70_000, 200_000])
  func prefixes(_ length: Int) async throws {
    try await BlobBase.with { base in
      let content = sample(200_000)
      let reference = try await base.put(content)
      let prefix = BlobPrefix(length: Int64(length), hash: ContentHash.sha256(content[..<length]))
      let read = try await base.store.read(reference, prefix: prefix)
      #expect(read == Array(content[..<length]))
      await #expect(throws: BlobError(.damaged, "")) {
        try await base.store.read(reference, prefix: BlobPrefix(length: prefix.length, hash: ContentHash.sha256([1])))
      }
      await #expect(throws: BlobError(.misuse, "")) {
        try await base.store.read(reference, prefix: BlobPrefix(length: 200_001, hash: prefix.hash))
      }
    }
  }

  @Test("content in pieces equals content at once, and streams back in pieces", arguments: [0, 10, 65_536, 250_000])
  func streaming(_ count: Int) async throws {
    try await BlobBase.with { base in
      let content = sample(count)
      let upload = try await base.store.upload(owner: BlobBase.owner, purpose: "file", at: BlobBase.start)
      for start in stride(from: 0, to: count, by: 7_001) {
        try await upload.append(Array(content[start..<min(start + 7_001, count)]))
      }
      let reference = try await upload.finish()
      #expect(reference.hash == ContentHash.sha256(content))
      await #expect(throws: BlobError(.misuse, "")) { try await upload.append([1]) }
      var back: [UInt8] = []
      for try await piece in try await base.store.stream(reference) {
        #expect(piece.count <= 65_536)
        back += piece
      }
      #expect(back == content)
    }
  }

  @Test("a stream goes on from the other copy when one turns out bad in the middle")
  func streamFailover() async throws {
    try await BlobBase.with { base in
      let content = sample(250_000)
      let reference = try await base.put(content)
      var file = try base.bytes("a", reference)
      file[200_000] ^= 1
      try base.overwrite("a", reference, file)
      var back: [UInt8] = []
      for try await piece in try await base.store.stream(reference) { back += piece }
      #expect(back == content)
      #expect(base.findings.kinds == ["primary damaged", "primary repaired"])
    }
  }

  static let damages: [(String, @Sendable ([UInt8]) -> [UInt8])] = [
    ("a bit in the header", { $0.flipping(2) }), ("a bit in the salt", { $0.flipping(20) }),
    ("a bit in a frame", { $0.flipping(100) }), ("the last bit", { $0.flipping($0.count - 1) }),
    ("one byte cut", { Array($0.dropLast()) }), ("the last frame cut", { Array($0.prefix(40 + 65_552)) }),
    ("emptied", { _ in [] }), ("a byte added", { $0 + [0] }),
    ("two frames swapped", { Array($0[..<40] + $0[65_592..<131_144] + $0[40..<65_592] + $0[131_144...]) }),
  ]

  @Test("a damaged copy is never served, is repaired from the other, and the finding is told", arguments: 0..<damages.count)
  func damage(_ index: Int) async throws {
    let damage = Self.damages[index]
    try await BlobBase.with { base in
      let content = sample(140_000)
      let reference = try await base.put(content)
      let good = try base.bytes("a", reference)
      try base.overwrite("a", reference, damage.1(good))
      let read = try await base.store.read(reference)
      #expect(read == content, "\(damage.0)")
      #expect(try base.bytes("a", reference) == good)
      #expect(base.findings.kinds == ["primary damaged", "primary repaired"])
      for copy in ["a", "b"] { try base.overwrite(copy, reference, damage.1(good)) }
      await #expect(throws: BlobError(.damaged, "")) { try await base.store.read(reference) }
    }
  }

  @Test("two blobs exchanged on disk are both noticed, even those of one owner")
  func swapped() async throws {
    try await BlobBase.with { base in
      let (one, two) = (try await base.put(sample(500)), try await base.put(sample(501)))
      let files = (try base.bytes("a", one), try base.bytes("a", two))
      for copy in ["a", "b"] {
        try base.overwrite(copy, one, files.1)
        try base.overwrite(copy, two, files.0)
      }
      for reference in [one, two] {
        await #expect(throws: BlobError(.damaged, "")) { try await base.store.read(reference) }
      }
    }
  }

  @Test("a blob without any copy is told apart from a damaged one, and a destroyed key from both")
  func lost() async throws {
    try await BlobBase.with { base in
      let reference = try await base.put(sample(10))
      for copy in ["a", "b"] { try base.remove(copy, reference) }
      await #expect(throws: BlobError(.notFound, "")) { try await base.store.read(reference) }
      #expect(base.findings.kinds == ["all lost"])
      let stranger = BlobReference(
        owner: .contract("nobody", tenantID: "t"), purpose: "file", hash: reference.hash, length: 10)
      await #expect(throws: VaultError(.missingKey, "")) { try await base.store.read(stranger) }
    }
  }

  @Test("when any step of writing fails the caller is told and nothing is half visible", arguments: 0..<3, [BlobError.Code.diskFull, .io])
  func failingStep(_ step: Int, _ code: BlobError.Code) async throws {
    try await BlobBase.with { base in
      base.replica.fail(after: step, with: code)
      await #expect(throws: BlobError(code, "")) { try await base.put(sample(100)) }
      #expect(base.replica.hasFailed)
      let reference = try await base.put(sample(100))
      let read = try await base.store.read(reference)
      #expect(read == sample(100))
      #expect(try base.visibleFiles == 2)
    }
  }
}

extension [UInt8] {
  fileprivate func flipping(_ index: Int) -> [UInt8] {
    var copy = self
    copy[index] ^= 1
    return copy
  }
}
