package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
package import Office

/// What changed between two versions of a drafted text, page by page and line by line (F-067).
package struct CompareVersions: Sendable {
  package struct Version: Equatable, Sendable {
    /// From 1.
    package let number: Int
    package let file: ContractFile
  }

  package struct Line: Equatable, Sendable {
    package enum Change: String, Sendable { case same, added, removed }
    package let change: Change
    package let text: String
  }

  package struct Page: Equatable, Sendable {
    /// From 1.
    package let number: Int
    /// Only lines around a change; empty where the page is the same.
    package let lines: [Line]
    package var isChanged: Bool { !lines.isEmpty }
  }

  package struct Comparison: Equatable, Sendable {
    package let contract: Contract
    package let versions: [Version]
    package let old: Version
    package let new: Version
    package let pages: [Page]
    /// False where a version has no text to compare, such as a scan.
    package let hasText: Bool
  }

  private let ledger: ContractLedger
  private let files: ContractFiles
  private let extractor: TextExtractor

  package init(ledger: ContractLedger, files: ContractFiles, extractor: TextExtractor) {
    self.ledger = ledger
    self.files = files
    self.extractor = extractor
  }

  /// - Parameters:
  ///   - from: number of the older version; nil takes the one before the newest.
  ///   - to: number of the newer version; nil takes the newest.
  /// - Throws: `ContractError` `.notFound`; `.fileMissing` where there are no two versions.
  package func callAsFunction(_ id: ID<Contract>, from: Int? = nil, to: Int? = nil, caller: Caller) async throws -> Comparison {
    let store = try await ledger.store(caller.tenantID)
    let (contract, all) = try await ledger.engine.read { connection in
      let (contract, _) = try ContractLedger.find(id, for: caller, .view, store, in: connection)
      return (contract, try store.files(of: id, in: connection))
    }
    let versions = all.enumerated().map { Version(number: $0 + 1, file: $1) }
    guard versions.count > 1, let newest = versions.last,
      let new = to.map({ number in versions.first { $0.number == number } }) ?? newest,
      let old = from.map({ number in versions.first { $0.number == number } })
        ?? versions.last(where: { $0.number < new.number }), old.number != new.number
    else { throw ContractError(.fileMissing, "there are no two versions") }
    let (before, after) = (try await pages(old, contract), try await pages(new, contract))
    return Comparison(
      contract: contract, versions: versions, old: old, new: new, pages: TextComparison.pages(before, after),
      hasText: !before.joined().isEmpty && !after.joined().isEmpty)
  }

  /// Lines of each page without white space at their ends; blank lines say nothing.
  private func pages(_ version: Version, _ contract: Contract) async throws -> [[String]] {
    let bytes = try await files.read(version.file, number: 0, of: contract)
    let text: String
    do {
      text = try await extractor.text(of: bytes)
    } catch {
      throw ContractError(.storageDamaged, "\(error.code)", cause: error)
    }
    return text.split(separator: "\u{0C}", omittingEmptySubsequences: false).prefix(version.file.pageCount).map { page in
      page.split(whereSeparator: \.isNewline).map { String($0).trimmingWhitespace }.filter { !$0.isEmpty }
    }
  }
}

/// Line differences, pure.
enum TextComparison {
  /// Unchanged lines shown on either side of a change.
  static let context = 1

  static func pages(_ old: [[String]], _ new: [[String]]) -> [CompareVersions.Page] {
    (0..<max(old.count, new.count)).map { index in
      let before = index < old.count ? old[index] : []
      let after = index < new.count ? new[index] : []
      return CompareVersions.Page(number: index + 1, lines: before == after ? [] : near(lines(before, after)))
    }
  }

  /// All lines of both in reading order, removed ones before those that take their place.
  static func lines(_ old: [String], _ new: [String]) -> [CompareVersions.Line] {
    let difference = new.difference(from: old)
    var removed: Set<Int> = [], inserted: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var lines: [CompareVersions.Line] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if left < old.count, removed.contains(left) {
        lines.append(.init(change: .removed, text: old[left]))
        left += 1
      } else if right < new.count, inserted.contains(right) {
        lines.append(.init(change: .added, text: new[right]))
        right += 1
      } else {
        lines.append(.init(change: .same, text: right < new.count ? new[right] : old[left]))
        left += 1
        right += 1
      }
    }
    return lines
  }

  /// Changes with their neighbours.
  private static func near(_ lines: [CompareVersions.Line]) -> [CompareVersions.Line] {
    lines.indices.filter { index in
      lines[max(0, index - context)...min(lines.count - 1, index + context)].contains { $0.change != .same }
    }.map { lines[$0] }
  }
}
