package import HeqiDomain
package import Hummingbird

/// Problem details as JSON (RFC 9457 §3), with the members of the open API (api.md "Answers").
package struct ProblemDocument: Encodable, Sendable {
  package let type: String
  package let title: String
  package let status: Int
  package let detail: String
  package let instance: String
  package let code: String
  package let field: String?
  package let requestId: String

  /// `instance` names this occurrence by its request id; the path could hold what opens a door (a sign token) or a number
  /// that somebody typed, and answers are pasted into tickets (drill 38).
  package init(_ problem: Problem, language: Language, requestID: String) {
    type = "urn:heqi:problem:\(problem.code)"
    title = problem.title.text(in: language)
    status = problem.status.code
    detail = problem.detail.text(in: language)
    instance = "urn:heqi:request:\(requestID)"
    code = problem.code
    field = problem.field
    requestId = requestID
  }

  /// Codes of five digits are numbers, as the source writes them; others are words.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(type, forKey: .type)
    try container.encode(title, forKey: .title)
    try container.encode(status, forKey: .status)
    try container.encode(detail, forKey: .detail)
    try container.encode(instance, forKey: .instance)
    if let number = Int(code) { try container.encode(number, forKey: .code) } else { try container.encode(code, forKey: .code) }
    try container.encodeIfPresent(field, forKey: .field)
    try container.encode(requestId, forKey: .requestId)
  }

  private enum CodingKeys: String, CodingKey { case type, title, status, detail, instance, code, field, requestId }

  /// The answer, `application/problem+json`.
  package func response(problem: Problem, request: Request, context: HeqiRequestContext) throws -> Response {
    var response = try context.responseEncoder.encode(self, from: request, context: context)
    response.status = problem.status
    response.headers[.contentType] = "application/problem+json"
    return response
  }
}
