package import HeqiApplication
import HeqiDomain
import HeqiStorage

/// Hands over what waited for people who have left (F-058).
package enum LeaverWorker {
  /// For `JobRelay`.
  package static func queue(_ reassign: ReassignReviews) -> JobRelay.Queue {
    JobRelay.Queue(LeaverJob.queue) { item in
      guard let job = LeaverJob(payload: item.payload) else { return .never(reason: "the payload names no membership") }
      do {
        _ = try await reassign(of: job.membershipID, in: job.organizationID, tenantID: item.tenantID)
        return .done
      } catch {
        return .again(after: nil, reason: "\(type(of: error))")
      }
    }
  }
}
