/// What several vendors may do for the platform, one after the other (M-035).
package enum VendorPort: String, Sendable, CaseIterable {
  case face, sms, ocr

  /// Whether every vendor may be turned off: faces then go to a reviewer and cards to the embedded reader, but nobody could
  /// log in without codes.
  package var mayBeEmpty: Bool { self != .sms }
}

/// The order in which the vendors of a port are asked, as an operator set it while running; append-only, the newest counts.
package struct VendorPlan: Equatable, Sendable {
  package static let reasonMax = 200

  package let port: VendorPort
  /// Names in order.
  package let order: [String]
  package let off: Set<String>
  package let reason: String
  /// Masked name of who changed it.
  package let changedBy: String
  package let changedAt: Instant
  /// From 1; 0 where nobody ever changed anything.
  package let revision: Int

  package init(
    port: VendorPort, order: [String], off: Set<String>, reason: String, changedBy: String, changedAt: Instant, revision: Int
  ) {
    self.port = port
    self.order = order
    self.off = off
    self.reason = reason
    self.changedBy = changedBy
    self.changedAt = changedAt
    self.revision = revision
  }

  /// Every configured vendor in the order in force: those that the plan names, then those that were configured since.
  package static func ranked(_ configured: [String], by plan: VendorPlan?) -> [String] {
    guard let plan else { return configured }
    let known = plan.order.filter(configured.contains)
    return known + configured.filter { !known.contains($0) }
  }

  /// Those to ask, in order.
  package static func chosen(_ configured: [String], by plan: VendorPlan?) -> [String] {
    ranked(configured, by: plan).filter { !(plan?.off.contains($0) ?? false) }
  }

  /// The plan after a change. Throws `VendorError`.
  /// - Parameter seen: revision of the plan that the operator looked at.
  package static func changed(
    _ port: VendorPort, from plan: VendorPlan?, seen: Int, order: [String], off: Set<String>, configured: [String],
    reason: String, by name: String, at now: Instant
  ) throws(VendorError) -> VendorPlan {
    guard seen == plan?.revision ?? 0 else { throw VendorError(.staleRevision) }
    for vendor in order + off.sorted() where !configured.contains(vendor) { throw VendorError(.unknownVendor, vendor) }
    guard Set(order).count == order.count, Set(order) == Set(configured) else { throw VendorError(.orderIncomplete) }
    guard port.mayBeEmpty || off.count < configured.count else { throw VendorError(.noneLeft) }
    let words = reason.trimmingWhitespace
    guard !words.isEmpty, words.count <= reasonMax else { throw VendorError(.reasonMissing) }
    return VendorPlan(
      port: port, order: order, off: off, reason: words, changedBy: name, changedAt: now, revision: seen + 1)
  }
}
