/// How many sign and how, for contracts made from a template (M-010 `signerConfig`).
package struct TemplateSigners: Equatable, Sendable {
  package let min: Int
  package let max: Int
  /// For signers that name none: by position, the last for all that follow; empty for the platform's default.
  package let methods: [ClientSignMethod]

  package init(min: Int = 1, max: Int = TemplateLimits.signersMax, methods: [ClientSignMethod] = []) {
    self.min = min
    self.max = max
    self.methods = methods
  }

  /// For the signer at `position`, from 0.
  package func method(at position: Int) -> ClientSignMethod? { position < methods.count ? methods[position] : methods.last }

  /// - Throws: `signersInvalid`.
  package func check(count: Int) throws(TemplateError) {
    guard (min...Swift.max(min, max)).contains(count) else {
      throw TemplateError(.signersInvalid, at: "signers", "这个模板需要 \(min) 到 \(max) 个签署方，收到 \(count) 个。", "This template takes \(min) to \(max) signers, not \(count).")
    }
  }

  /// - Throws: `definitionInvalid`.
  package static func read(_ json: String) throws(TemplateError) -> TemplateSigners {
    let node: JSONNode
    do throws(TemplateError) { node = try JSONNode.read(json) } catch { throw wrong("signerConfig", "不是有效的 JSON", "is no JSON") }
    guard case .object = node.value else { throw wrong("signerConfig", "应为对象", "must be an object") }
    if let other = node.keys.first(where: { !["minSigners", "maxSigners", "defaultSignMethods"].contains($0) }) {
      throw wrong("signerConfig.\(other.prefix(64))", "不是 signerConfig 的成员", "is no member of signerConfig")
    }
    let min = try count(node, "minSigners") ?? 1
    let max = try count(node, "maxSigners") ?? TemplateLimits.signersMax
    guard min <= max else { throw wrong("signerConfig.maxSigners", "小于 minSigners", "is less than minSigners") }
    var methods: [ClientSignMethod] = []
    if let list = node["defaultSignMethods"] {
      var items = [list]
      if case .array(let inner) = list.value { items = inner }
      for item in items {
        guard let method = item.text.flatMap(ClientSignMethod.init(rawValue:)), methods.count < TemplateLimits.signersMax else {
          throw wrong("signerConfig.defaultSignMethods", "应为 FACE_AND_SMS | CA_CERT | CLICKWRAP", "holds FACE_AND_SMS | CA_CERT | CLICKWRAP")
        }
        methods.append(method)
      }
    }
    return TemplateSigners(min: min, max: max, methods: methods)
  }

  private static func count(_ node: JSONNode, _ name: String) throws(TemplateError) -> Int? {
    guard let member = node[name] else { return nil }
    guard case .number(let digits) = member.value, let number = Int(digits), (1...TemplateLimits.signersMax).contains(number) else {
      throw wrong("signerConfig.\(name)", "应为 1 到 50 的整数", "must be an integer from 1 to 50")
    }
    return number
  }

  private static func wrong(_ place: String, _ chinese: String, _ english: String) -> TemplateError {
    TemplateError(.definitionInvalid, at: place, "\(place) \(chinese)。", "\(place) \(english).")
  }

  package var json: String {
    JSONNode.object([
      ("minSigners", .number(String(min))), ("maxSigners", .number(String(max))),
      ("defaultSignMethods", .array(methods.map { .string($0.rawValue) })),
    ]).written
  }
}

/// Whether legal staff have let a version be used (J-011, B-18).
package enum TemplateApproval: Equatable, Sendable {
  /// The business did not ask for approval when the version was made.
  case notRequired
  case pending
  /// By whom (a client's id), when.
  case approved(by: String, at: Instant)
  case rejected(by: String, at: Instant, reason: String)

  /// The word in a column and in answers.
  package enum Word: String, Sendable, CaseIterable {
    case notRequired = "NOT_REQUIRED"
    case pending = "PENDING"
    case approved = "APPROVED"
    case rejected = "REJECTED"
  }

  package var word: Word {
    switch self {
    case .notRequired: .notRequired
    case .pending: .pending
    case .approved: .approved
    case .rejected: .rejected
    }
  }
}

/// One version of a template. Its content never changes (B-18); a change is a new version.
package struct TemplateVersion: Equatable, Sendable {
  package let tenantID: String
  /// Chosen by the business, at most 64 characters.
  package let templateID: String
  package let version: String
  /// From 1, in the order versions were made.
  package let ordinal: Int
  package let name: String
  package let category: String
  package let kind: TemplateBody.Kind
  /// SHA-256 of content, definitions and settings.
  package let digest: Digest
  package let variables: [TemplateVariable]
  package let signers: TemplateSigners
  /// The version that contracts are made from.
  package let isActive: Bool
  package let approval: TemplateApproval
  /// Client that made it.
  package let createdBy: String
  package let createdAt: Instant
  package let updatedBy: String
  package let updatedAt: Instant

  package init(
    tenantID: String, templateID: String, version: String, ordinal: Int, name: String, category: String,
    kind: TemplateBody.Kind, digest: Digest, variables: [TemplateVariable], signers: TemplateSigners, isActive: Bool,
    approval: TemplateApproval, createdBy: String, createdAt: Instant, updatedBy: String, updatedAt: Instant
  ) {
    self.tenantID = tenantID
    self.templateID = templateID
    self.version = version
    self.ordinal = ordinal
    self.name = name
    self.category = category
    self.kind = kind
    self.digest = digest
    self.variables = variables
    self.signers = signers
    self.isActive = isActive
    self.approval = approval
    self.createdBy = createdBy
    self.createdAt = createdAt
    self.updatedBy = updatedBy
    self.updatedAt = updatedAt
  }

  /// Letters, digits, `.`, `_` and `-`; `isVersion` at most 32, ids at most 64.
  package static func isID(_ text: String, max: Int = TemplateLimits.idCharactersMax) -> Bool {
    (1...max).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || "._-".utf8.contains($0)
      }
  }

  /// Whether contracts may be made from it, approval only: rejected and undecided versions never are.
  package var isUsable: Bool { approval.word == .approved || approval.word == .notRequired }

  /// Why it cannot become the active version; nil when it can.
  package func obstacle(isApprovalRequired: Bool) -> Bilingual? {
    switch approval {
    case .pending: Bilingual("这个版本还在等待法务审批。", "This version waits for legal approval.")
    case .rejected: Bilingual("这个版本已被法务驳回，请提交新版本。", "This version was rejected; make a new one.")
    case .notRequired where isApprovalRequired:
      Bilingual("现在要求法务审批，这个版本未经审批，请提交新版本。", "Approval is required now and this version has none; make a new one.")
    case .approved, .notRequired: nil
    }
  }

  /// The decision of another client of the same business; whoever made the version does not decide (four eyes).
  ///
  /// - Throws: `ClientError` `.wrongState` when it is decided or needs no decision, `.scopeMissing` for its maker.
  package func decided(_ isApproved: Bool, reason: String, by client: String, at now: Instant) throws(ClientError) -> TemplateApproval {
    guard case .pending = approval else {
      throw ClientError(.wrongState, remark: Bilingual("这个版本没有等待中的审批。", "No approval of this version is pending."))
    }
    guard client != createdBy else {
      throw ClientError(.scopeMissing, remark: Bilingual("提交者不能审批自己的版本，请用另一个客户端审批。", "Whoever made a version cannot approve it; another client must."))
    }
    return isApproved ? .approved(by: client, at: now) : .rejected(by: client, at: now, reason: reason)
  }
}
