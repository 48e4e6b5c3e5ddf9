internal import CMS
internal import HeqiServer
internal import PAdES
internal import PDF

/// Raises a signed file to B-T, B-LT and B-LTA, as far as authorities and responders answer.
struct LevelRaiser {
  /// Issuers that are fetched for one file.
  static let fetchCountMax = 16

  /// A file and what it has reached.
  struct Outcome {
    var bytes: [UInt8]
    var level: SignatureLevel
    /// Why it is not what was asked for; nil when it is.
    var problem: String?
  }

  let services: TrustServices
  /// Further anchors and links, beside those in the file.
  let certificates: [X509Certificate]
  let password: String
  /// Whether data made before the signature is refused (EN 319 102-1 §5.6.3).
  let demandsFreshData: Bool
  let now: PKITime

  /// Goes up step by step and stops where it cannot go on; what was reached until then is kept.
  func raise(_ bytes: [UInt8], to wanted: SignatureLevel) async -> Outcome {
    var outcome = Outcome(bytes: bytes, level: .basic, problem: nil)
    let steps: [(SignatureLevel, ([UInt8]) async throws -> [UInt8])] = [
      (.stamped, stampUnproven), (.longTerm, addValidationData), (.archival, addDocumentTimeStamp),
    ]
    for (level, step) in steps where level <= wanted {
      do {
        outcome.bytes = try await step(outcome.bytes)
        outcome.level = level
      } catch {
        outcome.problem = CommandRefusal.reason(error)
        return outcome
      }
    }
    return outcome
  }

  /// Puts a token into the newest signature where room was kept for one, else a document time-stamp over all.
  private func stampUnproven(_ bytes: [UInt8]) async throws -> [UInt8] {
    let document = try PDFDocument(bytes, password: password)
    let unproven = try SignatureScan(document).unproven
    guard let first = unproven.first else { return bytes }
    if unproven.count == 1, let stamped = try await putToken(into: first.field, of: document) { return stamped }
    return try await addDocumentTimeStamp(bytes)
  }

  /// Nil when no room was kept for a token, or another revision follows.
  private func putToken(into field: String, of document: PDFDocument) async throws -> [UInt8]? {
    let upgrade = TimeStampUpgrade(fieldName: field)
    do throws(PAdESError) {
      return try await upgrade.apply(to: document, timeStamp: services.token)
    } catch {
      guard error.code == .tooLate || error.code == .placeholderTooSmall else { throw error }
      return nil
    }
  }

  private func addValidationData(_ bytes: [UInt8]) async throws -> [UInt8] {
    let document = try PDFDocument(bytes, password: password)
    let pool = await completed(try SignatureScan(document).certificates + certificates)
    let extender = LongTermExtender(
      roots: pool.filter(\.isSelfSigned), intermediates: pool.filter { !$0.isSelfSigned }, now: now,
      demandsDataAfterSigning: demandsFreshData)
    return try await extender.addValidationData(to: document, supply: services.evidence)
  }

  /// One more document time-stamp over the whole file, in an invisible field of its own.
  func addDocumentTimeStamp(_ bytes: [UInt8]) async throws -> [UInt8] {
    let document = try PDFDocument(bytes, password: password)
    return try await LongTermExtender(roots: [], now: now).addDocumentTimeStamp(to: document, timeStamp: services.token)
  }

  /// The certificates with the issuers that are missing among them, fetched from the addresses they name.
  private func completed(_ certificates: [X509Certificate]) async -> [X509Certificate] {
    var pool: [X509Certificate] = []
    for certificate in certificates where !pool.contains(certificate) { pool.append(certificate) }
    var fetches = 0
    var index = 0
    while index < pool.count, fetches < Self.fetchCountMax {
      let certificate = pool[index]
      index += 1
      guard !certificate.isSelfSigned, !pool.contains(where: { certificate.issuer.matches($0.subject) }) else { continue }
      fetches += 1
      for issuer in await services.issuers(of: certificate) where !pool.contains(issuer) { pool.append(issuer) }
    }
    return pool
  }
}
