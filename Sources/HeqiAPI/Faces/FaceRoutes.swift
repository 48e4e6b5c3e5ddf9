import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// Face checks of business systems (M-002 to M-004).
struct FaceRoutes: Sendable {
  let faces: FaceDesk

  @Sendable func initiate(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.verificationWrite)
    let view = try await faces.initiate(FaceRequest(body: call.body), client: call.client, scene: call.scene(context.facts))
    return JSONAnswer.ok(Self.created(view))
  }

  @Sendable func get(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.verificationRead)
    guard let id = context.parameters.get("id").flatMap({ ID<FaceVerification>($0) }) else { throw ClientError(.notFound) }
    return JSONAnswer.ok(Self.json(try await faces.find(id, client: call.client)))
  }

  private static func created(_ view: FaceView) -> JSONValue {
    .members([
      "verificationId": .string(view.check.id.description), "status": .string(view.status.rawValue),
      "verificationUrl": view.url.map(JSONValue.string), "expiresAt": JSONAnswer.time(view.check.expiresAt),
      "duplicate": view.isDuplicate ? .bool(true) : nil,
      "code": view.isDuplicate ? .int(ClientError.Code.duplicate.rawValue) : nil,
    ])
  }

  private static func json(_ view: FaceView) -> JSONValue {
    let check = view.check
    return .members([
      "verificationId": .string(check.id.description), "bizId": .string(check.bizID), "bizType": .string(check.purpose.rawValue),
      "status": .string(view.status.rawValue),
      "userInfo": .members([
        "name": .string(check.person.name.reveal()), "idCardNo": .string(check.person.idCardNumber.reveal()),
        "mobile": check.person.mobile.map { .string($0.reveal()) },
      ]),
      "score": check.score.map(JSONValue.number), "transactionNo": check.transactionNo.map(JSONValue.string),
      "verifiedAt": JSONAnswer.time(check.verifiedAt), "failReason": check.fault.map { .string($0.rawValue) },
      "consentAt": JSONAnswer.time(check.consent?.at), "expiresAt": JSONAnswer.time(check.expiresAt),
    ])
  }
}
