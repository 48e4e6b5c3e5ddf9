import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiStorage
import Hummingbird

/// The delivery log of callbacks and its replay (M-032, api.md).
struct CallbackRoutes: Sendable {
  let callbacks: ManageCallbacks

  @Sendable func list(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.webhookRead)
    let query = try CallbackListQuery(QueryReader(request))
    let (items, next) = try await callbacks.list(query.filter, after: query.after, limit: query.limit, client: call.client)
    return JSONAnswer.ok(
      .members([
        "items": .array(items.map { CallbackAnswerJSON.delivery($0) }), "next": next.map { JSONValue.string($0.description) },
      ]))
  }

  @Sendable func get(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.webhookRead)
    let (delivery, attempts) = try await callbacks.find(try id(context), client: call.client)
    return JSONAnswer.ok(CallbackAnswerJSON.delivery(delivery, attempts: attempts))
  }

  @Sendable func replay(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.webhookWrite)
    return JSONAnswer.ok(CallbackAnswerJSON.delivery(try await callbacks.replay(try id(context), client: call.client)))
  }

  @Sendable func replaySpan(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.webhookWrite)
    let count = try await callbacks.replay(try CallbackFilter(body: call.body), client: call.client)
    return JSONAnswer.ok(.members(["count": .int(count)]))
  }

  private func id(_ context: HeqiRequestContext) throws(ClientError) -> ID<CallbackDelivery> {
    guard let id = context.parameters.get("id").flatMap({ ID<CallbackDelivery>($0) }) else { throw ClientError(.notFound) }
    return id
  }
}

/// `GET /api/v1/webhook/delivery`: contractId or verificationId, state, from, to, limit, after.
struct CallbackListQuery: Sendable {
  let filter: CallbackFilter
  let after: ID<CallbackDelivery>?
  let limit: Int

  init(_ query: QueryReader) throws(ClientError) {
    let contract: ID<Contract>? = try query.id("contractId")
    let check: ID<FaceVerification>? = try query.id("verificationId")
    after = try query.id("after")
    limit = try query.limit()
    filter = CallbackFilter(
      subjectID: contract?.description ?? check?.description, state: try query.choice("state"), from: try query.time("from"),
      until: try query.time("to"))
  }

  static func id<Entity>(_ text: String?, _ name: String) throws(ClientError) -> ID<Entity>? {
    guard let text, !text.isEmpty else { return nil }
    guard let id = ID<Entity>(text) else { throw .parameter(name, "\(name) 不是有效的编号。", "\(name) is no id.") }
    return id
  }

  static func time(_ text: String?, _ name: String) throws(ClientError) -> Instant? {
    guard let text, !text.isEmpty else { return nil }
    guard let time = ISOTime.read(text) else {
      throw .parameter(name, "\(name) 应为 UTC 时间，如 2026-11-21T06:30:00Z。", "\(name) must be UTC, such as 2026-11-21T06:30:00Z.")
    }
    return time
  }
}

/// `POST /api/v1/webhook/delivery/replay`: from, to, state (dead unless it says done or all), contractId.
extension CallbackFilter {
  init(body: [UInt8]) throws(ClientError) {
    let object = try RequestObject(body: body)
    let word = try object.optionalText("state", max: 32) ?? CallbackState.dead.rawValue
    guard ["dead", "done", "all"].contains(word) else {
      throw object.wrong("state", "应为 dead | done | all 之一", "must be one of dead | done | all")
    }
    let contract: ID<Contract>? = try CallbackListQuery.id(try object.optionalText("contractId", max: 64), "contractId")
    self.init(
      subjectID: contract?.description, state: CallbackState(rawValue: word),
      from: try CallbackListQuery.time(try object.text("from", max: 32), "from"),
      until: try CallbackListQuery.time(try object.text("to", max: 32), "to"))
  }
}

/// JSON of one delivery; the address is shown as the client gave it.
enum CallbackAnswerJSON {
  static func delivery(_ delivery: CallbackDelivery, attempts: [CallbackAttempt]? = nil) -> JSONValue {
    var verification: JSONValue?
    if case .verification(let id) = delivery.subject { verification = .string(id.description) }
    return .members([
      "id": .string(delivery.id.description), "contractId": delivery.subject.contractID.map { .string($0.description) },
      "verificationId": verification, "sequence": .int(delivery.sequence), "type": .string(delivery.type.rawValue),
      "url": .string(delivery.address.text), "state": .string(delivery.state.rawValue), "attempts": .int(delivery.attempts),
      "nextAttemptAt": delivery.state.isOpen ? JSONAnswer.time(delivery.nextAt) : nil,
      "lastStatus": delivery.lastStatus.map(JSONValue.int), "lastError": delivery.lastError.map(JSONValue.string),
      "code": delivery.state == .dead ? JSONValue.int(ClientError.Code.callbackFailed.rawValue) : nil,
      "createdAt": JSONAnswer.time(delivery.createdAt), "settledAt": JSONAnswer.time(delivery.settledAt),
      "body": .string(delivery.body), "log": attempts.map { .array($0.map(attempt)) },
    ])
  }

  private static func attempt(_ attempt: CallbackAttempt) -> JSONValue {
    .members([
      "attempt": .int(attempt.number), "at": JSONAnswer.time(attempt.at), "tookMs": .int(Int(attempt.took / .milliseconds(1))),
      "status": attempt.status.map(JSONValue.int), "error": attempt.error.map(JSONValue.string),
    ])
  }
}
