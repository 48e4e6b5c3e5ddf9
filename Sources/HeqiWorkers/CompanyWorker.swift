package import HeqiApplication
import HeqiDomain
import HeqiPorts
import HeqiStorage

/// Goes on with company verifications whose request ended before their checks did (F-014; kill -9).
package enum CompanyWorker {
  /// For `JobRelay`.
  package static func queue(_ checks: RunCompanyChecks) -> JobRelay.Queue {
    JobRelay.Queue(CompanyDesk.queue) { item in
      guard let id = ID<OrganizationVerification>(item.payload) else { return .never(reason: "the payload names no verification") }
      // Before the job would be buried, a reviewer takes the place of a reader that does not answer.
      let givesUp = item.attempts + 1 >= item.attemptsMax
      do {
        try await checks(id, tenantID: item.tenantID, givesUp: givesUp)
        return .done
      } catch let error as ProviderError {
        return .again(after: nil, reason: error.message)
      } catch {
        return .again(after: nil, reason: "\(type(of: error))")
      }
    }
  }
}
