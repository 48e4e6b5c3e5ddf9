package import HeqiApplication
import HeqiDomain
import HeqiPorts
import HeqiStorage

/// Goes on with verifications whose request ended before their checks did (F-023, F-024; kill -9).
package enum IdentityWorker {
  /// For `JobRelay`.
  package static func queue(_ checks: RunIdentityChecks) -> JobRelay.Queue {
    JobRelay.Queue(VerificationDesk.queue) { item in
      guard let id = ID<IdentityVerification>(item.payload) else { return .never(reason: "the payload names no verification") }
      // Before the job would be buried, a reviewer takes the place of whoever does not answer.
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
