import HeqiApplication
import HeqiDomain

/// JSON of template versions (M-010, M-016).
enum TemplateAnswer {
  static func version(_ version: TemplateVersion, content: String? = nil, isDuplicate: Bool = false) -> JSONValue {
    .members([
      "templateId": .string(version.templateID), "version": .string(version.version), "ordinal": .int(version.ordinal),
      "name": .string(version.name), "category": .string(version.category), "contentType": .string(version.kind.rawValue),
      "active": .bool(version.isActive), "approval": approval(version.approval),
      "variableDefinitions": json(TemplateVariable.json(version.variables)), "signerConfig": json(version.signers.json),
      "digest": .string(version.digest.description), "content": content.map(JSONValue.string),
      "createdBy": .string(version.createdBy), "createdAt": JSONAnswer.time(version.createdAt),
      "updatedBy": .string(version.updatedBy), "updatedAt": JSONAnswer.time(version.updatedAt),
      "duplicate": isDuplicate ? .bool(true) : nil,
      "code": isDuplicate ? .int(ClientError.Code.duplicate.rawValue) : nil,
    ])
  }

  private static func approval(_ approval: TemplateApproval) -> JSONValue {
    switch approval {
    case .notRequired, .pending: .members(["status": .string(approval.word.rawValue)])
    case .approved(let client, let at):
      .members(["status": .string(approval.word.rawValue), "by": .string(client), "at": JSONAnswer.time(at)])
    case .rejected(let client, let at, let reason):
      .members([
        "status": .string(approval.word.rawValue), "by": .string(client), "at": JSONAnswer.time(at), "reason": .string(reason),
      ])
    }
  }

  /// Text that this system wrote itself.
  private static func json(_ text: String) -> JSONValue {
    JSONReader.read(Array(text.utf8)) ?? .null
  }
}
