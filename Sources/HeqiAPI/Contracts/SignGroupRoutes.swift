import Graphics
import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// One link for several contracts of one person (J-007).
struct SignGroupRoutes: Sendable {
  let make: MakeSignGroup

  @Sendable func create(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.contractWrite)
    let request = try SignGroupRequest(body: call.body, client: call.client)
    let made = try await make(request.choices, scene: request.scene, client: call.client)
    return JSONAnswer.ok(
      .members([
        "groupId": .string(made.group.id.description), "signUrl": .string(made.url),
        "expiresAt": JSONAnswer.time(made.group.expiresAt), "qrCode": ContractAnswer.qrCode(made.url).map(JSONValue.string),
      ]))
  }
}
