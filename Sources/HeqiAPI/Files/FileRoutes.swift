import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// `PUT /api/v1/file`: the raw PDF as body (api.md).
struct FileRoutes: Sendable {
  let upload: UploadClientFile

  @Sendable func put(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.contractWrite)
    guard (request.headers[.contentType] ?? "").lowercased().hasPrefix("application/pdf") else {
      throw ClientError.parameter("Content-Type", "Content-Type 应为 application/pdf。", "Content-Type must be application/pdf.")
    }
    let name = try QueryReader(request).text("name", max: 200) ?? "contract.pdf"
    let file = try await upload(call.body, name: name, client: call.client)
    return JSONAnswer.ok(
      .members([
        "fileId": .string(file.id.description), "sha256": .string(file.digest.description), "pages": .int(file.pages),
        "length": .int(file.length),
      ]))
  }
}
