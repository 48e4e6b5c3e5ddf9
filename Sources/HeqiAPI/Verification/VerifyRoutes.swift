import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// `POST /api/v1/contract/verify` (M-009, B-23): a file, a hash, or a contract kept here.
struct VerifyRoutes: Sendable {
  let verify: VerifyForClient

  private enum Method: String, CaseIterable {
    case file = "FILE"
    case fileHash = "FILE_HASH"
    case contractID = "CONTRACT_ID"
  }

  @Sendable func verify(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.contractRead)
    let object = try RequestObject(body: call.body)
    let answer: ClientVerification
    switch try object.choice("method", Method.self) ?? .file {
    case .file:
      guard case .string(let text)? = object["file"] else { throw object.missing("file") }
      guard let bytes = Base64.decode(text) else { throw object.wrong("file", "应为 Base64 编码的 PDF", "must be a PDF in Base64") }
      answer = await verify(file: bytes, client: call.client)
    case .fileHash:
      guard let hash = Digest(try object.text("fileHash", max: 128)) else {
        throw object.wrong("fileHash", "应为 sha256:<64 位十六进制>", "must be sha256:<64 hex digits>")
      }
      answer = try await verify(hash: hash, client: call.client)
    case .contractID:
      guard let id = ID<Contract>(try object.text("contractId", max: 64)) else { throw ClientError(.notFound) }
      answer = try await verify(contract: id, client: call.client)
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
