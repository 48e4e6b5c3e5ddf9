import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// The legal representative reads and signs the letter of authority (F-018, E-18).
struct LetterRoutes: Sendable {
  let renderer: PageRenderer
  let companies: CompanyActions

  func add(to router: Router<HeqiRequestContext>) {
    router.get("/companies/authorizations/{id}") { request, context in
      try await renderer.page(page(FormFields(), context), request, context)
    }
    router.post("/companies/authorizations/{id}", use: sign)
    router.get("/companies/authorizations/{id}/letter.pdf") { _, context in
      let letter = try await companies.authorize.letter(context.companyVerificationID(), caller: context.requireCaller())
      return Response.pdf(letter.pdf)
    }
  }

  private func page(_ form: FormFields, _ context: HeqiRequestContext, codeSent: Bool = false) async throws -> LetterPage {
    let letter = try await companies.authorize.letter(context.companyVerificationID(), caller: context.requireCaller())
    return LetterPage(letter, form: form, codeSent: codeSent, texts: renderer.texts(context))
  }

  @Sendable private func sign(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (id, caller) = (try context.companyVerificationID(), try context.requireCaller())
    return try await renderer.submit(request, context, keeping: [], fields: ["code", "confirm"]) {
      try await page($0, context)
    } act: { form in
      if form.text("action") == "code" {
        _ = try await companies.authorize.sendCode(id, caller: caller)
        return try await renderer.page(page(FormFields(), context, codeSent: true), request, context)
      }
      guard form.isOn("confirm") else { throw Problem.letterUnconfirmed }
      guard let digest = Hex.decode(form.trimmed("digest")).flatMap({ Digest($0) }) else { throw OrganizationError(.notExpected) }
      try await companies.authorize.sign(id, seen: digest, code: form.trimmed("code"), caller: caller)
      return .redirect(to: Links.noticing(Links.workbench, "letterSigned"))
    }
  }
}

extension Problem {
  static let letterUnconfirmed = Problem(
    .unprocessableContent, code: "letter.confirm", title: Bilingual("还没有确认", "Not confirmed yet"),
    detail: Bilingual("请先阅读授权书并勾选确认。", "Read the letter and tick the confirmation first."), field: "confirm")
}

extension Response {
  /// A PDF shown in the browser, never stored by it.
  static func pdf(_ bytes: [UInt8]) -> Response {
    Response(
      status: .ok, headers: [.contentType: "application/pdf", .cacheControl: "private, no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
