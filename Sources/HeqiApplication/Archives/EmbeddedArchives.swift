package import CMS
package import HeqiDomain
package import HeqiPorts
import MerkleLog

/// TSA: an RFC 3161 time stamp over the digest of the signed file (H-07).
package struct TimeStampArchive: ArchiveService {
  package let provider = ArchiveProvider.timeStamp
  private let timeStamps: any TimeStampAuthority

  package init(timeStamps: any TimeStampAuthority) { self.timeStamps = timeStamps }

  package func archive(_ request: ArchiveRequest) async throws(ProviderError) -> ArchiveReceipt {
    let der = try await timeStamps.token(over: request.digest)
    do {
      let token = try TimeStampToken(der: der)
      let authority = token.signedData.signers.first.flatMap { signer in
        token.signedData.certificates.first { signer.names($0) }
      }
      return ArchiveReceipt(
        transactionNo: Hex.encode(token.info.serialNumber), authority: authority?.subject.description ?? "",
        at: Instant(microseconds: token.info.time.microsecondsSince1970), proof: token.der)
    } catch {
      throw ProviderError(.retryable, provider: "archive.tsa", message: "the time stamp cannot be read")
    }
  }
}

/// BLOCKCHAIN while no chain is set: the platform's own transparency log, whose checkpoints anybody may keep (quality E4).
/// It is no block chain of others, and its receipt says so.
package struct LedgerArchive: ArchiveService {
  package let provider = ArchiveProvider.ledger
  private let log: TransparencyLog

  package init(log: TransparencyLog) { self.log = log }

  package func archive(_ request: ArchiveRequest) async throws(ProviderError) -> ArchiveReceipt {
    let found: EventProof?
    do {
      found = try await log.proof(ofEvent: request.eventID.description, tenantID: request.tenantID)
    } catch {
      throw ProviderError(.retryable, provider: "archive.ledger", message: "the log cannot be read: \(type(of: error))")
    }
    guard let found else { throw ProviderError(.retryable, provider: "archive.ledger", message: "the event is not in the log yet") }
    return ArchiveReceipt(
      transactionNo: String(found.proof.leafIndex), authority: "\(log.origin) (平台自有透明日志 platform transparency log)",
      at: log.clock.now, proof: Array(found.text.utf8))
  }
}

/// LOCAL_CA: a statement signed by the platform's certificate, as CMS with its content inside (RFC 5652).
package struct LocalSignatureArchive: ArchiveService {
  package let provider = ArchiveProvider.localCA
  private let signer: SignedDataSigner
  private let key: any SigningKey
  private let clock: any WallClock

  /// Throws `CMSError` when the certificate or key may not sign.
  package init(certificate: X509Certificate, chain: [X509Certificate], key: any SigningKey, clock: any WallClock) throws {
    signer = try SignedDataSigner(certificate: certificate, chain: chain, algorithm: key.algorithm)
    self.key = key
    self.clock = clock
  }

  package func archive(_ request: ArchiveRequest) async throws(ProviderError) -> ArchiveReceipt {
    let now = clock.now
    let statement = "archive \(request.archiveID)\nfile \(request.digest)\nat \(now.utcText)\n"
    do {
      let der = try await signer.sign(
        content: Array(statement.utf8), key: key, isDetached: false,
        signingTime: PKITime(microsecondsSince1970: now.microseconds))
      return ArchiveReceipt(
        transactionNo: request.archiveID, authority: signer.certificate.subject.description, at: now, proof: der)
    } catch {
      throw ProviderError(.retryable, provider: "archive.local", message: "the statement could not be signed: \(type(of: error))")
    }
  }
}
