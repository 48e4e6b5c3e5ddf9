internal import HeqiDomain
internal import HeqiProviders
internal import HeqiSQL
internal import HeqiStorage

/// What the command line does to a data folder beside serving it. Each method opens the data, acts and closes it.
package struct Administration: Sendable {
  let configuration: ServerConfiguration

  package init(_ configuration: ServerConfiguration) { self.configuration = configuration }

  /// Brings the database to this program's schema. - Returns: what was applied, one line each.
  package func migrate() async throws -> [String] {
    try await withData { data in
      let applied = try await HeqiMigrations.run(on: data.engine, at: SystemClock().now)
      return HeqiMigrations.all.filter { applied.contains($0.id) }.map { "\($0.id) \($0.name)" }
    }
  }

  /// Reads every stored file back and repairs damage from the other root (F-082, drill 12), and checks every record against
  /// its hash chain and the log (drill 13).
  package func scrub() async throws -> ScrubSummary {
    try await withData { data in
      _ = try await HeqiMigrations.run(on: data.engine, at: SystemClock().now)
      return ScrubSummary(
        report: try await data.blobs.scrub(), records: try await EventRecords(engine: data.engine).check())
    }
  }

  /// Names of a port's vendors in the order of the settings; evaluation mode has a face vendor of its own where none is set.
  func vendorNames(_ port: VendorPort) -> [String] {
    let names = configuration.vendors(port).map(\.name)
    return names.isEmpty && port == .face && configuration.mode == .evaluation ? ["evaluation"] : names
  }

  func withData<T>(_ body: (OpenedData) async throws -> T) async throws -> T {
    let data = try OpenedData(configuration, random: SystemRandom())
    do {
      let result = try await body(data)
      await data.engine.close()
      return result
    } catch {
      await data.engine.close()
      throw error
    }
  }
}

/// A scrub in words.
package struct ScrubSummary: Sendable {
  let report: BlobScrubReport
  let records: EventRecords.Report

  /// Whether some file has no good copy left, or a record was changed.
  package var hasLoss: Bool { !report.lost.isEmpty || !records.faults.isEmpty }

  package var text: String {
    var lines = ["checked \(report.checkedCount) files, \(report.checkedBytes) bytes; repaired \(report.repaired.count), lost \(report.lost.count)"]
    lines += report.repaired.map { "repaired \($0.address) (\($0.copy))" }
    lines += report.lost.map { "LOST \($0): restore it from a backup" }
    lines.append("checked \(records.chainCount) chains of records; changed \(records.faults.count)")
    lines += records.faults.map { "CHANGED \($0): compare it with a backup" }
    return lines.joined(separator: "\n")
  }
}
