package import CMS
internal import Crypto
internal import Foundation
package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import Office

/// Everything that shows a stranger, without this server, what was signed, by whom and when: one ZIP (api.md, E-17).
package struct BundleEvidence: Sendable {
  package struct Certificates: Sendable {
    package let root: X509Certificate
    package let issuing: X509Certificate
    package let platform: X509Certificate

    package init(root: X509Certificate, issuing: X509Certificate, platform: X509Certificate) {
      self.root = root
      self.issuing = issuing
      self.platform = platform
    }
  }

  private static let notLogged = Bilingual(
    "事件还没有全部写入透明日志，请几秒后重试。", "Not every event is in the transparency log yet; try again in a few seconds.")

  private let ledger: ClientLedger
  private let log: TransparencyLog
  private let certificates: Certificates

  package init(ledger: ClientLedger, log: TransparencyLog, certificates: Certificates) {
    self.ledger = ledger
    self.log = log
    self.certificates = certificates
  }

  /// Throws `ClientError` `.notFound` before completion, `.wrongState` while an event has no proof yet.
  package func callAsFunction(_ id: ID<Contract>, client: APIClient) async throws -> DownloadedFile {
    let view = try await ledger.find(id, tenantID: client.tenantID)
    let contract = view.contract
    let (documents, events) = try await ledger.engine.read { connection in
      (
        try EvidenceFileStore().list(of: id, tenantID: client.tenantID, in: connection),
        try ViewContract.events(of: contract, in: connection)
      )
    }
    guard contract.apiStatus == .signed, !documents.isEmpty else { throw ClientError(.notFound) }
    let final = try await ledger.files.read(contract)
    var entries = [StoredZip.Entry("contract.pdf", final)]
    for document in documents where document.roundNumber == contract.round.number {
      entries.append(.init("\(document.kind.rawValue).pdf", try await ledger.files.readEvidence(document)))
    }
    entries += [
      .init("certificates/root.pem", Array(certificates.root.pem.utf8)),
      .init("certificates/issuing.pem", Array(certificates.issuing.pem.utf8)),
      .init("certificates/platform.pem", Array(certificates.platform.pem.utf8)),
      .init("log-key.txt", Array((log.verifierKey + "\n").utf8)),
    ]
    let archived = Self.archived(view, final)
    entries += try Self.entries(of: archived, final)
    entries += try await history(of: events, contract)
    entries.append(.init("README.txt", Array(EvidenceInstructions.text(contract, archived: archived).utf8)))
    entries.append(.init("verify.py", Array(EvidenceInstructions.program.utf8)))
    let manifest = entries.map { "\(FileDigest.of($0.bytes).hex)  \($0.name)\n" }.joined()
    entries.append(.init("MANIFEST.sha256", Array(manifest.utf8)))
    let bytes = try StoredZip.bytes(entries)
    return DownloadedFile(
      name: "\(contract.round.title)_\(contract.transactionNo)_evidence.zip", mediaType: "application/zip", bytes: bytes,
      digest: FileDigest.of(bytes))
  }

  /// A receipt, and the file that it is about.
  struct Archived: Sendable {
    let archive: ContractArchive
    let receipt: ArchiveReceipt
    /// `contract.pdf`, or the state of it that was archived: later proof is appended behind that (ETSI EN 319 142-1 §5.5).
    let file: String
    /// Bytes of `contract.pdf` that it covers.
    let length: Int

    var name: String { "archives/\(BundleEvidence.fileName(archive.provider))" }
  }

  private static func archived(_ view: ClientContractView, _ final: [UInt8]) -> [Archived] {
    let revisions = view.contract.round.file?.revisions ?? []
    return view.archives.compactMap { archive in
      guard let receipt = archive.receipt else { return nil }
      let state = revisions.first { $0.digest == archive.digest }
      let isFinal = view.contract.round.file?.latest.digest == archive.digest
      return Archived(
        archive: archive, receipt: receipt, file: isFinal ? "contract.pdf" : "archives/contract-\(state?.number ?? 0).pdf",
        length: isFinal ? final.count : state?.length ?? 0)
    }
  }

  private struct ArchiveList: Encodable {
    struct Entry: Encodable {
      let archiveId: String
      let provider: String
      let documentHash: String
      let transactionNo: String
      let authority: String
      let at: String
      let receipt: String
      let file: String
    }
    let archives: [Entry]
  }

  /// Every receipt, the archived states of the file that are not its last, and what belongs to what.
  private static func entries(of archived: [Archived], _ final: [UInt8]) throws -> [StoredZip.Entry] {
    var entries: [StoredZip.Entry] = []
    for one in archived {
      entries.append(.init(one.name, one.receipt.proof))
      guard one.file != "contract.pdf", !entries.contains(where: { $0.name == one.file }) else { continue }
      entries.append(.init(one.file, Array(final.prefix(one.length))))
    }
    let list = archived.map { one in
      ArchiveList.Entry(
        archiveId: one.archive.archiveID, provider: one.archive.provider.rawValue, documentHash: one.archive.digest.hex,
        transactionNo: one.receipt.transactionNo, authority: one.receipt.authority, at: one.receipt.at.utcText, receipt: one.name,
        file: one.file)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return entries + [.init("archives.json", Array(try encoder.encode(ArchiveList(archives: list))))]
  }

  private static func fileName(_ provider: ArchiveProvider) -> String {
    switch provider {
    case .timeStamp: "TSA.tst"
    case .ledger: "BLOCKCHAIN.txt"
    case .localCA: "LOCAL_CA.p7m"
    }
  }

  private struct History: Encodable {
    struct Entry: Encodable {
      let sequence: Int64
      let kind: String
      let at: String
      let hash: String
      /// Base64 of the very bytes that were hashed.
      let canonical: String
      let proof: String
    }
    let contractId: String
    let transactionNo: String
    let documentHash: String
    let events: [Entry]
  }

  /// Every event as it was hashed, and the proof that it is in the log.
  private func history(of events: [StoredEvent], _ contract: Contract) async throws -> [StoredZip.Entry] {
    var entries: [StoredZip.Entry] = []
    var listed: [History.Entry] = []
    for stored in events {
      guard let proof = try await log.proof(ofEvent: stored.event.id.description, tenantID: contract.tenantID) else {
        throw ClientError(.wrongState, remark: Self.notLogged, retryAfterSeconds: 2)
      }
      let name = "proofs/\(stored.sequence).txt"
      entries.append(.init(name, Array(proof.text.utf8)))
      listed.append(
        .init(
          sequence: stored.sequence, kind: stored.event.kind, at: stored.event.at.utcText, hash: stored.hash.hex,
          canonical: Data(stored.canonical).base64EncodedString(), proof: name))
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let history = History(
      contractId: contract.id.description, transactionNo: contract.transactionNo,
      documentHash: contract.round.file?.latest.digest.hex ?? "", events: listed)
    return [.init("events.json", Array(try encoder.encode(history)))] + entries
  }
}
