package import HeqiDomain
package import HeqiPorts
import HeqiSQL
import HeqiStorage
package import Logging

/// Has the licence read, and completes a company whose checks have passed. Safe to run twice and at once (drill 8).
package struct RunCompanyChecks: Sendable {
  private let desk: CompanyDesk
  private let files: CompanyFiles
  private let reader: any LicenceRecognizer
  private let complete: CompleteCompany
  private let logger: Logger

  package init(
    desk: CompanyDesk, files: CompanyFiles, reader: any LicenceRecognizer, complete: CompleteCompany,
    logger: Logger = Logger(label: "heqi.company")
  ) {
    self.desk = desk
    self.files = files
    self.reader = reader
    self.complete = complete
    self.logger = logger
  }

  /// Goes on within the person's own request. A party that does not answer leaves the rest to the job.
  func proceed(_ id: ID<OrganizationVerification>, tenantID: String, scene: Scene) async -> OrganizationVerification? {
    do {
      return try await self(id, tenantID: tenantID, scene: scene, givesUp: false)
    } catch {
      logger.warning(
        "company checks are left to the job", metadata: ["verification.id": "\(id)", "error.type": "\(type(of: error))"])
      guard let vault = try? await desk.ledger.open(tenantID) else { return nil }
      return try? await desk.ledger.engine.read { try OrganizationVerificationStore(vault: vault).find(id, in: $0) }
    }
  }

  /// - Parameter givesUp: true at the last attempt: a reviewer takes the place of a reader that has not answered by then.
  /// - Throws: `ProviderError` `.retryable` when the reader should be asked again later.
  @discardableResult
  package func callAsFunction(
    _ id: ID<OrganizationVerification>, tenantID: String, scene: Scene = .system, givesUp: Bool
  ) async throws -> OrganizationVerification {
    let ledger = desk.ledger
    let vault = try await ledger.open(tenantID)
    let (verification, account) = try await ledger.engine.read { try desk.of(id, vault, in: $0) }
    switch verification.status {
    case .verified:
      return try await complete(id, tenantID: tenantID, scene: scene)
    case .checking:
      let reading = try await reading(verification, givesUp)
      let now = ledger.clock.now
      return try await ledger.engine.write { connection in
        let current = try desk.of(id, vault, in: connection).0
        return try desk.apply(
          .recordLicence(reading, submission: verification.submission), to: current, of: account, by: account.actor, scene: scene,
          vault: vault, at: now, in: connection
        ).verification
      }
    default: return verification
    }
  }

  private func reading(_ verification: OrganizationVerification, _ givesUp: Bool) async throws -> LicenceReading {
    guard let data = verification.data else { return .nothing }
    let image = try await files.read(data.licence, .licence, of: verification.accountID, tenantID: verification.tenantID)
    do {
      let text = try await reader.readLicence(image)
      return LicenceReading(
        name: text.name, code: text.code.flatMap { try? UnifiedSocialCreditCode($0) }, legalRepresentative: text.legalRepresentative)
    } catch {
      if error.kind == .retryable, !givesUp { throw error }
      logger.notice("a licence goes to a reviewer", metadata: ["provider": "\(error.provider)", "error.kind": "\(error.kind.rawValue)"])
      return .nothing
    }
  }
}
