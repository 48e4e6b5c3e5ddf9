import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// The delivery log of callbacks and its replay (M-032, api.md).
struct CallbackRoutes: Sendable {
  let callbacks: ManageCallbacks

  @Sendable func list(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.webhookRead)
    let query = try CallbackListQuery { request.query($0) }
    let (items, next) = try await callbacks.list(
      contract: query.contract, state: query.state, after: query.after, limit: query.limit, client: call.client)
    return JSONAnswer.ok(
      .members(["items": .array(items.map(CallbackAnswerJSON.delivery)), "next": next.map { JSONValue.string($0.description) }]))
  }

  @Sendable func replay(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.webhookWrite)
    guard let id = context.parameters.get("id").flatMap({ ID<CallbackDelivery>($0) }) else { throw ClientError(.notFound) }
    return JSONAnswer.ok(CallbackAnswerJSON.delivery(try await callbacks.replay(id, client: call.client)))
  }
}

/// `GET /api/v1/webhook/delivery`: contractId, state, limit, after.
struct CallbackListQuery: Sendable {
  let contract: ID<Contract>?
  let state: CallbackState?
  let after: ID<CallbackDelivery>?
  let limit: Int

  init(_ text: (String) -> String?) throws(ClientError) {
    contract = try Self.id(text("contractId"), "contractId")
    after = try Self.id(text("after"), "after")
    if let word = text("state"), !word.isEmpty {
      guard let state = CallbackState(rawValue: word) else {
        throw .parameter("state", "state 应为 pending | leased | done | dead 之一。", "state must be one of pending | leased | done | dead.")
      }
      self.state = state
    } else {
      state = nil
    }
    guard let limit = Int(text("limit") ?? "20"), (1...ManageCallbacks.pageMax).contains(limit) else {
      throw .parameter("limit", "limit 应为 1 到 100 的整数。", "limit must be an integer from 1 to 100.")
    }
    self.limit = limit
  }

  private static func id<Entity>(_ text: String?, _ name: String) throws(ClientError) -> ID<Entity>? {
    guard let text, !text.isEmpty else { return nil }
    guard let id = ID<Entity>(text) else { throw .parameter(name, "\(name) 不是有效的编号。", "\(name) is no id.") }
    return id
  }
}

/// JSON of one delivery; the address is shown as the client gave it.
enum CallbackAnswerJSON {
  static func delivery(_ delivery: CallbackDelivery) -> JSONValue {
    .members([
      "id": .string(delivery.id.description), "contractId": .string(delivery.contractID.description),
      "sequence": .int(delivery.sequence), "type": .string(delivery.type.rawValue), "url": .string(delivery.address.text),
      "state": .string(delivery.state.rawValue), "attempts": .int(delivery.attempts),
      "nextAttemptAt": delivery.state.isOpen ? JSONAnswer.time(delivery.nextAt) : nil,
      "lastStatus": delivery.lastStatus.map(JSONValue.int), "lastError": delivery.lastError.map(JSONValue.string),
      "code": delivery.state == .dead ? JSONValue.int(ClientError.Code.callbackFailed.rawValue) : nil,
      "createdAt": JSONAnswer.time(delivery.createdAt), "settledAt": JSONAnswer.time(delivery.settledAt),
      "body": .string(delivery.body),
    ])
  }
}
