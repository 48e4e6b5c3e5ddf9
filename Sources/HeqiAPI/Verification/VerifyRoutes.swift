import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// `POST /api/v1/contract/verify` (M-009, B-23): a file, a hash, or a contract kept here.
struct VerifyRoutes: Sendable {
  let verify: VerifyForClient

  @Sendable func verify(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.contractRead)
    let answer: ClientVerification =
      switch try VerifyRequest(body: call.body) {
      case .file(let bytes): await verify(file: bytes, client: call.client)
      case .hash(let hash): try await verify(hash: hash, client: call.client)
      case .contract(let id): try await verify(contract: id, client: call.client)
      }
    return JSONAnswer.ok(Self.json(answer))
  }

  private static func json(_ answer: ClientVerification) -> JSONValue {
    .members([
      "valid": .bool(answer.isValid), "known": .bool(answer.contractID != nil), "verdict": .string(answer.verdict),
      "contractId": answer.contractID.map { .string($0.description) }, "checked": .string(answer.checked.rawValue),
      "fileHash": answer.digest.map { .string($0.description) }, "problem": answer.problem.map(JSONValue.string),
      "signatureInfo": .array(
        answer.signatures.map { signature in
          .members([
            "signer": .string(signature.signer), "signTime": signature.time.map(JSONValue.string),
            "certificateIssuer": .string(signature.issuer), "validFrom": signature.validFrom.map(JSONValue.string),
            "validTo": signature.validTo.map(JSONValue.string), "level": .string(signature.level), "valid": .bool(signature.isSound),
            "indication": .string(signature.indication), "timeSource": .string(signature.timeSource),
          ])
        }),
      "archiveInfo": .members([
        "archived": .bool(answer.archivedAt != nil), "archiveTime": JSONAnswer.time(answer.archivedAt),
        "timestampAuthority": answer.timeStampAuthority.map(JSONValue.string),
      ]),
    ])
  }
}
