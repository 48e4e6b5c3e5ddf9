package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
import HeqiStorage

/// Says for the business of a client whether changed templates need approval before they are used (B-18). Only the
/// operator can: a business system must not be able to free itself from its own lawyers.
package struct SetTemplatePolicy: Sendable {
  private let engine: any SQLEngine
  private let clock: any WallClock
  private let random: any RandomSource

  package init(engine: any SQLEngine, clock: any WallClock, random: any RandomSource) {
    self.engine = engine
    self.clock = clock
    self.random = random
  }

  /// Throws `ClientError` `.notFound`.
  package func callAsFunction(isApprovalRequired: Bool, of id: ID<APIClient>) async throws {
    let now = clock.now
    try await engine.write { connection in
      guard let client = try ClientStore().find(id, in: connection) else { throw ClientError(.notFound) }
      try TemplateStore(tenantID: client.tenantID).setApprovalRequired(isApprovalRequired, at: now, in: connection)
      let event = Event(
        id: random.id(at: now), tenantID: client.tenantID, at: now, actor: .system, scene: .system,
        subject: Event.Subject(kind: "client", id: client.id.description), kind: "client.templatePolicy",
        facts: [Event.Fact("approvalRequired", isApprovalRequired ? "true" : "false")])
      try EventStore().append([event], in: connection)
    }
  }
}
