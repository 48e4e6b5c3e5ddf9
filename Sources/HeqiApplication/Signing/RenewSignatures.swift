package import CMS
package import HeqiDomain
package import HeqiPorts
import HeqiSQL
import HeqiStorage
import PAdES
import PDF

/// Appends a document time stamp where a signature was made while no authority answered (house decision 3): the proof
/// comes later, no time is invented.
package struct RenewSignatures: Sendable {
  private let ledger: ContractLedger
  private let files: ContractFiles
  private let timeStamps: any TimeStampAuthority
  private let roots: [X509Certificate]

  package init(
    ledger: ContractLedger, files: ContractFiles, timeStamps: any TimeStampAuthority, roots: [X509Certificate]
  ) {
    self.ledger = ledger
    self.files = files
    self.timeStamps = timeStamps
    self.roots = roots
  }

  /// False when nothing needs a stamp any more. Throws while no authority answers; then try later.
  @discardableResult
  package func callAsFunction(_ id: ID<Contract>, tenantID: String) async throws -> Bool {
    let store = try await ledger.store(tenantID)
    let found = try await ledger.engine.read { try store.find(id, in: $0) }
    guard let contract = found, contract.stage.isLive || contract.stage.name == .completed,
      let latest = contract.round.file?.latest, contract.round.hasSignature, latest.kind != .renewal
    else { return false }
    let now = ledger.clock.now
    let time = PKITime(microsecondsSince1970: now.microseconds)
    let document = try PDFDocument(try await files.read(contract))
    let bytes = try await LongTermExtender(roots: roots, now: time).addDocumentTimeStamp(to: document) { imprint in
      guard let digest = HeqiDomain.Digest(imprint) else { throw ContractError(.signingUnavailable) }
      return try await timeStamps.token(over: digest)
    }
    let blob = try await files.put(bytes, of: contract, at: now)
    let revision = FileRevision(
      number: latest.number + 1, kind: .renewal, digest: blob.hash, length: bytes.count, at: now)
    _ = try await ledger.performAsSystem(id, tenantID: tenantID) { saved, connection in
      try files.record(blob, over: latest, of: saved, at: now, in: connection)
    } _: { current in
      guard current.round.file?.latest == latest else { throw ContractError(.staleRevision) }
      return .renew(revision)
    }
    return true
  }
}
