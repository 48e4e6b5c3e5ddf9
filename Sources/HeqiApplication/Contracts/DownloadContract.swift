package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// A file to save.
package struct DownloadedFile: Sendable {
  /// With extension, fit for Content-Disposition after escaping.
  package let name: String
  package let mediaType: String
  package let bytes: [UInt8]
  package let digest: Digest
}

/// Row 29, 下载合同: the newest file, an earlier revision, or an evidence document. Each download is logged.
package struct DownloadContract: Sendable {
  package enum Part: Equatable, Sendable {
    case contract
    case revision(Int)
    case evidence(EvidenceFile.Kind)
  }

  private let ledger: ContractLedger
  private let files: ContractFiles

  package init(ledger: ContractLedger, files: ContractFiles) {
    self.ledger = ledger
    self.files = files
  }

  package func callAsFunction(_ id: ID<Contract>, _ part: Part = .contract, caller: Caller) async throws
    -> DownloadedFile
  {
    let contract = try await ledger.perform(id, for: caller, .download) { _, _ in .download }
    switch part {
    case .contract: return try await file(contract, number: nil)
    case .revision(let number): return try await file(contract, number: number)
    case .evidence(let kind):
      let list = try await ledger.engine.read { connection in
        try EvidenceFileStore().list(of: id, tenantID: caller.tenantID, in: connection)
      }
      guard let found = list.last(where: { $0.kind == kind && $0.roundNumber == contract.round.number }) else {
        throw ContractError(.fileMissing)
      }
      return DownloadedFile(
        name: found.title + ".pdf", mediaType: "application/pdf", bytes: try await files.readEvidence(found),
        digest: found.digest)
    }
  }

  private func file(_ contract: Contract, number: Int?) async throws -> DownloadedFile {
    guard let file = contract.round.file else { throw ContractError(.fileMissing) }
    guard let revision = number.map({ number in file.revisions.first { $0.number == number } }) ?? file.latest else {
      throw ContractError(.fileMissing)
    }
    return DownloadedFile(
      name: "\(contract.round.title)_\(contract.transactionNo).pdf", mediaType: "application/pdf",
      bytes: try await files.read(contract, revision: revision.number), digest: revision.digest)
  }
}
