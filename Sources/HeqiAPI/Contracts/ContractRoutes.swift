import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiStorage
import Hummingbird

/// Contracts of business systems (M-005 to M-008, api.md).
struct ContractRoutes: Sendable {
  let actions: APIRoutes.Actions
  let publicURL: String

  private var answer: ContractAnswer { ContractAnswer(publicURL: publicURL) }

  private func id(_ context: HeqiRequestContext) throws -> ID<Contract> {
    guard let id = context.parameters.get("id").flatMap({ ID<Contract>($0) }) else { throw ClientError(.notFound) }
    return id
  }

  @Sendable func initiate(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.contractWrite)
    let (view, tasks) = try await actions.initiate(
      ClientContractRequest(body: call.body), client: call.client, scene: call.scene(context.facts))
    return JSONAnswer.ok(answer.created(view, tasks: tasks))
  }

  @Sendable func get(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.contractRead)
    return JSONAnswer.ok(answer.contract(try await actions.manage.find(id(context), client: call.client)))
  }

  @Sendable func list(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.contractRead)
    let query = try ContractListQuery { request.query($0) }
    let (views, next) = try await actions.manage.list(
      query.filter, status: query.status, from: query.from, until: query.until, after: query.after, limit: query.limit,
      client: call.client)
    return JSONAnswer.ok(
      .members(["items": .array(views.map(answer.contract)), "next": next.map { JSONValue.string($0.description) }]))
  }

  @Sendable func revoke(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.contractWrite)
    let object = try RequestObject(body: call.body)
    let reason = try object.text("reason", max: ContractLimits.reasonCharactersMax)
    _ = try object.optionalText("operator", max: 64)
    let view = try await actions.manage.revoke(id(context), reason: reason, client: call.client, scene: call.scene(context.facts))
    return JSONAnswer.ok(answer.contract(view))
  }

  @Sendable func document(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.contractRead)
    let file = try await actions.manage.document(id(context), client: call.client)
    return JSONAnswer.file(file.bytes, type: file.mediaType, name: file.name, digest: file.digest)
  }

  @Sendable func evidence(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.contractRead)
    let kind: EvidenceFile.Kind = request.query("kind") == "confirmation" ? .confirmation : .report
    let file = try await actions.manage.evidence(id(context), kind, client: call.client)
    return JSONAnswer.file(file.bytes, type: file.mediaType, name: file.name, digest: file.digest)
  }

  @Sendable func events(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.contractRead)
    let events = try await actions.manage.events(id(context), client: call.client)
    return JSONAnswer.ok(.members(["items": .array(events.map(EventAnswer.event))]))
  }

  @Sendable func remind(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.contractWrite)
    let reminded = try await actions.manage.remind(id(context), client: call.client)
    return JSONAnswer.ok(.members(["reminded": .array(reminded.map(JSONValue.string))]))
  }

  @Sendable func signURL(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.contractWrite)
    let object = try RequestObject(body: call.body)
    let scene = try LinkSceneRequest(object, client: call.client).scene
    let task = try await actions.manage.signURL(
      id(context), partyID: object.text("partyId", max: 64), scene: scene, client: call.client)
    return JSONAnswer.ok(answer.task(task))
  }
}
