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
    let query = try ContractListQuery(QueryReader(request))
    let (views, next) = try await actions.manage.list(
      query.filter, status: query.status, from: query.from, until: query.until, after: query.after, limit: query.limit,
      client: call.client)
    return JSONAnswer.ok(
      .members(["items": .array(views.map(answer.contract)), "next": next.map { JSONValue.string($0.description) }]))
  }

  @Sendable func revoke(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.contractWrite)
    let request = try RevocationRequest(body: call.body)
    let view = try await actions.manage.revoke(id(context), reason: request.reason, client: call.client, scene: call.scene(context.facts))
    return JSONAnswer.ok(answer.contract(view))
  }

  @Sendable func document(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.contractRead)
    let file = try await actions.manage.document(id(context), client: call.client)
    return JSONAnswer.file(file.bytes, type: file.mediaType, name: file.name, digest: file.digest)
  }

  @Sendable func evidence(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.contractRead)
    let query = QueryReader(request)
    let kind = try query.choice("kind", EvidenceFile.Kind.self) ?? .report
    if try query.choice("format", EvidenceFormat.self) == .bundle {
      let bundle = try await actions.bundle(id(context), client: call.client)
      return JSONAnswer.file(bundle.bytes, type: bundle.mediaType, name: bundle.name, digest: bundle.digest)
    }
    let file = try await actions.manage.evidence(id(context), kind, client: call.client)
    return JSONAnswer.file(file.bytes, type: file.mediaType, name: file.name, digest: file.digest)
  }

  @Sendable func receipt(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.contractRead)
    guard let provider = context.parameters.get("provider").flatMap({ ArchiveProvider(rawValue: $0) }) else {
      throw ClientError(.notFound)
    }
    let file = try await actions.manage.receipt(id(context), provider, client: call.client)
    return JSONAnswer.file(file.bytes, type: file.mediaType, name: file.name, digest: file.digest)
  }

  @Sendable func archive(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.contractWrite)
    let archives = try await actions.archive.again(id(context), client: call.client)
    return JSONAnswer.ok(.members(["archives": answer.archives(archives)]))
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
    let request = try SignURLRequest(body: call.body, client: call.client)
    let task = try await actions.manage.signURL(id(context), partyID: request.partyID, scene: request.scene, client: call.client)
    return JSONAnswer.ok(answer.task(task))
  }
}

/// `format` of `GET /api/v1/contract/{id}/evidence`; the PDF alone where nothing is said.
private enum EvidenceFormat: String, CaseIterable {
  case bundle
}
