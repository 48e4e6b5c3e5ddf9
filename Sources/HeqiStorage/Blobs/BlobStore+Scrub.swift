package import HeqiDomain
import HeqiSQL

extension BlobStore {
  /// Rows read at a time by a scrub.
  static let scrubPageCount = 200
  /// How long a file without a row is left alone: longer than any transaction that may still refer to it.
  package static let orphanGrace = Duration.seconds(24 * 3600)

  /// Verifies both copies of every recorded blob and repairs what one good copy allows (drill 12).
  ///
  /// Reads everything once; stops between blobs when the task is cancelled.
  package func scrub() async throws -> BlobScrubReport {
    var report = BlobScrubReport()
    var last = ""
    while true {
      try Task.checkCancellation()
      let after = last
      let rows = try await engine.read { connection in
        try connection.query(BlobSQL.page, [.text(after), SQLValue(Self.scrubPageCount)]).map { row in
          (address: try row.text("address"), reference: try BlobReference(row))
        }
      }
      for row in rows {
        last = row.address
        report.checkedCount += 1
        report.checkedBytes += row.reference.length
        guard row.address == row.reference.address else {
          report.lost.append(row.address)
          continue
        }
        do {
          report.repaired += try await repair(row.reference)
        } catch let error as BlobError {
          if error.code == .diskFull { throw error }
          report.lost.append(row.address)
        } catch is VaultError {
          report.lost.append(row.address)
        }
      }
      if rows.count < Self.scrubPageCount { return report }
    }
  }

  /// Verifies both copies and rewrites a bad one from the good one; returns what was repaired.
  ///
  /// Throws `.damaged` or `.notFound` when no copy is good.
  @discardableResult
  package func repair(_ reference: BlobReference) async throws -> [BlobFinding] {
    let key = try await requiredKey(reference)
    var good: BlobCopy?
    var bad: [(copy: BlobCopy, error: BlobError)] = []
    for copy in copies {
      do {
        try await copy.pool.run { try copy.verify(reference, key: key) }
        good = good ?? copy
      } catch let error as BlobError {
        bad.append((copy, error))
        report(finding(reference, copy, error.code == .notFound ? .missing : .damaged))
      }
    }
    guard let good else {
      report(BlobFinding(address: reference.address, copy: "all", kind: .lost))
      throw bad.first { $0.error.code == .damaged }?.error
        ?? BlobError(.notFound, "no copy of the blob exists; restore it from a backup")
    }
    var repaired: [BlobFinding] = []
    for (copy, _) in bad {
      try await copy.pool.run { try copy.copyFile(reference.address, from: good) }
      repaired.append(finding(reference, copy, .repaired))
    }
    repaired.forEach(report)
    return repaired
  }

  /// Removes files older than `grace` that no row refers to, and drafts of crashed uploads; returns how many.
  @discardableResult
  package func collectOrphans(at now: Instant, grace: Duration = orphanGrace) async throws -> Int {
    let before = now.adding(.zero - grace).microseconds
    var count = 0
    for copy in copies {
      count += try await copy.pool.run { try copy.disk.removeDrafts(changedBefore: before) }
      for shard in UInt8.min...UInt8.max {
        try Task.checkCancellation()
        let files = try await copy.pool.run { try copy.disk.files(inShard: shard) }.filter { $0.changedAt < before }
        for file in files where try await !isRecorded(file.address) {
          try await copy.pool.run { try copy.disk.remove(file.address) }
          count += 1
        }
      }
    }
    return count
  }

  private func isRecorded(_ address: String) async throws -> Bool {
    try await engine.read { try $0.first(BlobSQL.exists, [.text(address)]) != nil }
  }

  private func finding(_ reference: BlobReference, _ copy: BlobCopy, _ kind: BlobFinding.Kind) -> BlobFinding {
    BlobFinding(address: reference.address, copy: copy.disk.name, kind: kind)
  }
}

extension BlobCopy {
  /// Bytes moved at a time.
  private static let stepLength = 1 << 20

  /// Replaces this copy's file by another copy's, bit for bit. Blocks.
  func copyFile(_ address: String, from other: BlobCopy) throws(BlobError) {
    guard let source = try other.disk.source(address) else {
      throw BlobError(.notFound, "the good copy of the blob vanished during its repair")
    }
    let draft = try disk.draft()
    var offset: Int64 = 0
    while offset < source.length {
      let bytes = try source.read(at: offset, count: Int(min(Int64(Self.stepLength), source.length - offset)))
      guard !bytes.isEmpty else { throw BlobError(.damaged, "the good copy of the blob was cut during its repair") }
      try draft.append(bytes)
      offset += Int64(bytes.count)
    }
    try draft.commit(as: address)
  }
}

/// What a scrub saw.
package struct BlobScrubReport: Sendable, Equatable {
  package var checkedCount = 0
  /// Bytes of content, each blob once.
  package var checkedBytes: Int64 = 0
  package var repaired: [BlobFinding] = []
  /// Addresses without any good copy: restore them from a backup.
  package var lost: [String] = []

  package init() {}
}

extension BlobReference {
  init(_ row: SQLRow) throws {
    guard let hash = Digest(try row.blob("hash")) else { throw SQLError.decoding("blob.hash is not 32 bytes") }
    self.init(
      owner: DataKeyOwner(
        tenantID: try row.text("tenant_id"), kind: try row.text("owner_kind"), id: try row.text("owner_id")),
      purpose: try row.text("purpose"), hash: hash, length: try row.integer("length"))
  }
}
