package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
package import HeqiStorage

/// `POST /api/v1/template` after decoding (M-010).
package struct TemplateRequest: Sendable {
  /// nil gives a new id.
  package let templateID: String?
  /// nil gives the next number.
  package let version: String?
  package let name: String
  package let category: String
  package let kind: TemplateBody.Kind
  package let content: String
  package let variables: [TemplateVariable]
  package let signers: TemplateSigners
  package let isActive: Bool

  package init(
    templateID: String?, version: String?, name: String, category: String, kind: TemplateBody.Kind, content: String,
    variables: [TemplateVariable], signers: TemplateSigners, isActive: Bool
  ) {
    self.templateID = templateID
    self.version = version
    self.name = name
    self.category = category
    self.kind = kind
    self.content = content
    self.variables = variables
    self.signers = signers
    self.isActive = isActive
  }
}

/// Creates, lists, activates and approves templates of a business (M-010, J-010, J-011, B-18).
package struct ManageTemplates: Sendable {
  package static let pageMax = 100
  private let engine: any SQLEngine
  private let compiled: CompiledTemplates
  private let clock: any WallClock
  private let random: any RandomSource

  package init(engine: any SQLEngine, compiled: CompiledTemplates, clock: any WallClock, random: any RandomSource) {
    self.engine = engine
    self.compiled = compiled
    self.clock = clock
    self.random = random
  }

  /// A new version: of a new template, or of one that exists. Content is read and checked first; nothing is kept when it
  /// is refused. The same version sent again gives the one that is there, with `isDuplicate`; with other content it is 409.
  package func create(
    _ request: TemplateRequest, client: APIClient, scene: Scene
  ) async throws -> (version: TemplateVersion, isDuplicate: Bool) {
    _ = try await compiled.compile(request.content, as: request.kind, variables: request.variables)
    let now = clock.now
    let templateID = request.templateID ?? "T-\(random.id(at: now) as ID<TemplateVersion>)"
    let digest = Self.digest(of: request)
    let store = TemplateStore(tenantID: client.tenantID)
    return try await engine.write { connection in
      let newest = try store.newest(templateID, in: connection)
      let ordinal = (newest?.ordinal ?? 0) + 1
      if let wanted = request.version, let there = try store.find(templateID, version: wanted, in: connection) {
        guard there.digest == digest else { throw Self.taken }
        return (there, true)
      }
      let needsApproval = try store.isApprovalRequired(in: connection)
      let version = TemplateVersion(
        tenantID: client.tenantID, templateID: templateID, version: request.version ?? String(ordinal), ordinal: ordinal,
        name: request.name, category: request.category, kind: request.kind, digest: digest, variables: request.variables,
        signers: request.signers, isActive: false, approval: needsApproval ? .pending : .notRequired,
        createdBy: client.id.description, createdAt: now, updatedBy: client.id.description, updatedAt: now)
      guard try store.insert(version, content: request.content, in: connection) else { throw Self.taken }
      if request.isActive, !needsApproval {
        try store.activate(version.version, of: templateID, by: version.createdBy, at: now, in: connection)
      }
      try record("template.versionCreated", version, client, scene, at: now, in: connection)
      return (try store.find(templateID, version: version.version, in: connection) ?? version, false)
    }
  }

  private static let taken = ClientError(
    .duplicate, field: "version",
    remark: Bilingual("这个版本号已有内容不同的模板。版本不可更改，请换一个版本号。", "This version exists with other content. Versions never change; use another one."))

  /// SHA-256 of everything that makes a version what it is.
  private static func digest(of request: TemplateRequest) -> HeqiDomain.Digest {
    let parts = [
      request.name, request.category, request.kind.rawValue, TemplateVariable.json(request.variables), request.signers.json,
      request.content,
    ]
    return FileDigest.of(Array(parts.map { "\($0.utf8.count):\($0)" }.joined().utf8))
  }

  /// One version with its content: `version`, else the active one, else the newest. Throws `ClientError` `.notFound`.
  package func find(
    _ templateID: String, version: String?, client: APIClient
  ) async throws -> (version: TemplateVersion, content: String) {
    try await engine.read { connection in
      let store = TemplateStore(tenantID: client.tenantID)
      let found =
        if let version { try store.find(templateID, version: version, in: connection) } else {
          try store.active(templateID, in: connection) ?? store.newest(templateID, in: connection)
        }
      guard let found else { throw ClientError(.notFound) }
      return (found, try store.content(of: found, in: connection))
    }
  }

  /// Newest first. Throws `ClientError` `.notFound` where there is no such template.
  package func versions(of templateID: String, before ordinal: Int?, limit: Int, client: APIClient) async throws -> [TemplateVersion] {
    try await engine.read { connection in
      let store = TemplateStore(tenantID: client.tenantID)
      guard try store.newest(templateID, in: connection) != nil else { throw ClientError(.notFound) }
      return try store.versions(of: templateID, before: ordinal, limit: limit, in: connection)
    }
  }

  package func list(
    _ filter: TemplateStore.Filter, after templateID: String?, limit: Int, client: APIClient
  ) async throws -> [TemplateVersion] {
    try await engine.read { try TemplateStore(tenantID: client.tenantID).list(filter, after: templateID, limit: limit, in: $0) }
  }

  /// Makes a version the one that contracts are made from, or takes the template out of use when `isActive` is false.
  /// Throws `ClientError` `.notFound`, `.wrongState` with the reason.
  package func activate(
    _ templateID: String, version: String, isActive: Bool, client: APIClient, scene: Scene
  ) async throws -> TemplateVersion {
    let now = clock.now
    return try await engine.write { connection in
      let store = TemplateStore(tenantID: client.tenantID)
      guard let found = try store.find(templateID, version: version, in: connection) else { throw ClientError(.notFound) }
      if isActive, let obstacle = found.obstacle(isApprovalRequired: try store.isApprovalRequired(in: connection)) {
        throw ClientError(.wrongState, field: "version", remark: obstacle)
      }
      // What is so already stays as it is.
      guard found.isActive != isActive else { return found }
      try store.activate(isActive ? version : nil, of: templateID, by: client.id.description, at: now, in: connection)
      try record(isActive ? "template.activated" : "template.deactivated", found, client, scene, at: now, in: connection)
      return try store.find(templateID, version: version, in: connection) ?? found
    }
  }

  /// The decision of legal staff (J-011). Throws `ClientError` `.notFound`, `.wrongState`, `.scopeMissing` for its maker.
  package func decide(
    _ templateID: String, version: String, isApproved: Bool, reason: String, client: APIClient, scene: Scene
  ) async throws -> TemplateVersion {
    let now = clock.now
    return try await engine.write { connection in
      let store = TemplateStore(tenantID: client.tenantID)
      guard let found = try store.find(templateID, version: version, in: connection) else { throw ClientError(.notFound) }
      let approval = try found.decided(isApproved, reason: reason, by: client.id.description, at: now)
      guard try store.decide(approval, found, in: connection) else { throw ClientError(.wrongState) }
      try record(isApproved ? "template.approved" : "template.rejected", found, client, scene, at: now, in: connection)
      return try store.find(templateID, version: version, in: connection) ?? found
    }
  }

  private func record(
    _ kind: String, _ version: TemplateVersion, _ client: APIClient, _ scene: Scene, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    let event = Event(
      id: random.id(at: now), tenantID: client.tenantID, at: now, actor: client.actor, scene: scene,
      subject: Event.Subject(kind: "template", id: version.templateID), kind: kind,
      facts: [Event.Fact("version", version.version), Event.Fact("digest", version.digest.description)])
    try EventStore().append([event], in: connection)
  }
}
