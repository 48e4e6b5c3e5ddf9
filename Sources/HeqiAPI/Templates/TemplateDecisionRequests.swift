import HeqiApplication
import HeqiDomain

/// `POST /api/v1/template/{id}/activate`.
struct ActivationRequest: Sendable {
  let version: String
  let isActive: Bool

  init(body: [UInt8]) throws(ClientError) {
    let object = try RequestObject(body: body)
    version = try object.text("version", max: TemplateLimits.versionCharactersMax)
    isActive = try object.flag("active") ?? true
  }
}

/// `POST /api/v1/template/{id}/approve` (J-011): a rejection says why.
struct DecisionRequest: Sendable {
  let version: String
  let isApproved: Bool
  let reason: String

  init(body: [UInt8]) throws(ClientError) {
    let object = try RequestObject(body: body)
    guard let isApproved = try object.flag("approved") else { throw object.missing("approved") }
    let reason = try object.optionalText("reason", max: 512)
    guard isApproved || reason != nil else { throw object.missing("reason") }
    version = try object.text("version", max: TemplateLimits.versionCharactersMax)
    self.isApproved = isApproved
    self.reason = reason ?? ""
  }
}

/// `POST /api/v1/template/{id}/preview` (J-019).
struct PreviewRequest: Sendable {
  let version: String?
  let variables: [String: TemplateInput]
  let format: PreviewTemplate.Format
  let page: Int
  let width: Int

  init(body: [UInt8]) throws(ClientError) {
    let object = try RequestObject(body: body)
    version = try object.optionalText("version", max: TemplateLimits.versionCharactersMax)
    variables = try TemplateRequest.variables(object)
    format = try object.choice("format") ?? .pdf
    page = try object.integer("page", in: 1...TemplateLimits.pagesMax) ?? 1
    width = try object.integer("width", in: PreviewTemplate.widthRange) ?? 1_000
  }
}
