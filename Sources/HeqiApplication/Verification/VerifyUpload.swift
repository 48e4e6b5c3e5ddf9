package import CMS
package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
package import PAdES

/// What is known of an uploaded file (F-092).
package struct UploadVerdict: Sendable {
  /// How the platform knows the file.
  package enum Origin: Equatable, Sendable {
    /// Not by this digest, nor any signed state inside it.
    case unknown
    /// The file is a state of a contract.
    case contract(transactionNo: String, kind: FileRevision.Kind, isNewest: Bool, overall: ContractOverall?)
    /// A signed state inside the file is known, the file as a whole is not: it was changed since.
    case changedSince(transactionNo: String)
    /// An evidence document of the platform.
    case evidence(transactionNo: String, EvidenceFile.Kind)
  }

  package let digest: Digest
  package let sizeBytes: Int
  package let report: ValidationReport
  package let origin: Origin
}

/// Row 29, 验证合同, public: who signed, when, by which certificate, intact or changed. Nothing uploaded is kept.
package struct VerifyUpload: Sendable {
  private let ledger: ContractLedger
  private let roots: [X509Certificate]
  private let intermediates: [X509Certificate]
  private let timeStampRoots: [X509Certificate]
  /// Earlier states that are looked up.
  private static let statesMax = 30

  package init(
    ledger: ContractLedger, roots: [X509Certificate], intermediates: [X509Certificate] = [],
    timeStampRoots: [X509Certificate] = []
  ) {
    self.timeStampRoots = timeStampRoots
    self.ledger = ledger
    self.roots = roots
    self.intermediates = intermediates
  }

  /// Throws `ContractError` `.fileTooLarge`. A file that cannot be read is a verdict, not an error.
  package func callAsFunction(_ bytes: [UInt8], tenantID: String) async throws -> UploadVerdict {
    guard bytes.count <= ContractLimits.fileBytesMax else { throw ContractError(.fileTooLarge) }
    var validator = SignatureValidator(
      roots: roots, intermediates: intermediates, time: PKITime(microsecondsSince1970: ledger.clock.now.microseconds))
    validator.timeStampRoots = timeStampRoots
    let report = validator.validate(bytes)
    let digest = FileDigest.of(bytes)
    let ends = Set(report.signatures.map(\.revisionEnd) + Self.fileEnds(in: bytes)).filter {
      (1..<bytes.count).contains($0)
    }
    let states = FileDigest.prefixes(of: bytes, endingAt: ends.sorted().suffix(Self.statesMax))
    return UploadVerdict(
      digest: digest, sizeBytes: bytes.count, report: report, origin: try await origin(of: digest, states, home: tenantID))
  }

  /// Whoever holds the file may learn which contract it is, in whichever tenant: people's own first, then those that business
  /// systems sent.
  private func origin(of digest: Digest, _ states: [Digest], home: String) async throws -> UploadVerdict.Origin {
    let others = try await ledger.engine.read { try ContractStore.tenants(knowing: [digest] + states, in: $0) }
    for tenantID in [home] + others.subtracting([home]).sorted() {
      let store = try await ledger.store(tenantID)
      let origin = try await ledger.engine.read { try Self.origin(of: digest, states, store, tenantID, in: $0) }
      if origin != .unknown { return origin }
    }
    return .unknown
  }

  /// Places where an earlier state of the file may have ended: behind each end marker and its line end.
  private static func fileEnds(in bytes: [UInt8]) -> [Int] {
    let marker = Array("%%EOF".utf8)
    var ends: [Int] = []
    var index = bytes.count - marker.count
    while index >= 0, ends.count < 3 * statesMax {
      if bytes[index] == marker[0], bytes[index..<(index + marker.count)].elementsEqual(marker) {
        var end = index + marker.count
        ends.append(end)
        while end < bytes.count, bytes[end] == 10 || bytes[end] == 13, ends.count < 3 * statesMax {
          end += 1
          ends.append(end)
        }
      }
      index -= 1
    }
    return ends
  }

  private static func origin(
    of digest: Digest, _ states: [Digest], _ store: ContractStore, _ tenantID: String, in connection: any SQLConnection
  ) throws -> UploadVerdict.Origin {
    if let known = try store.known(digest, in: connection).last,
      let contract = try store.find(known.contractID, in: connection)
    {
      return .contract(
        transactionNo: contract.transactionNo, kind: known.kind, isNewest: contract.round.file?.latest.digest == digest,
        overall: contract.overall)
    }
    if let file = try EvidenceFileStore().find(digest: digest, tenantID: tenantID, in: connection),
      let contract = try store.find(file.contractID, in: connection)
    {
      return .evidence(transactionNo: contract.transactionNo, file.kind)
    }
    for state in states.reversed() {
      if let known = try store.known(state, in: connection).last,
        let contract = try store.find(known.contractID, in: connection)
      {
        return .changedSince(transactionNo: contract.transactionNo)
      }
    }
    return .unknown
  }
}
