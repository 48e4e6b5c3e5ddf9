import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// Row 29, public: drop a PDF, learn who signed it and whether it was changed. The file never leaves memory.
struct VerifyRoutes: Sendable {
  let renderer: PageRenderer
  let verify: VerifyUpload
  let tenantID: String

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.verifyFile)) { request, context in
      try await renderer.page(VerifyPage(form: FormFields(), result: nil), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.verifyFile), use: check)
  }

  @Sendable private func check(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let texts = renderer.texts(context)
    let sent = try await MultipartForm.read(request, context: context, limits: .document)
    guard let file = sent.file("file") else {
      let state = FormState(message: texts("verify.missing"))
      return try await renderer.page(VerifyPage(form: FormFields(state), result: nil), request, context, status: .unprocessableContent)
    }
    let verdict = try await verify(file.bytes, tenantID: tenantID)
    if context.facts.wantsJSON {
      return Response(
        status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: ByteBuffer(string: verdict.json)))
    }
    let result = VerifyPage.Result(verdict, fileName: String(file.fileName.suffix(120)), texts: texts)
    return try await renderer.page(VerifyPage(form: FormFields(), result: result), request, context)
  }
}
