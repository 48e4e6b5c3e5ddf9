import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// Pages that need no account: landing, legal texts, language.
struct PublicRoutes: Sendable {
  let renderer: PageRenderer
  let changeLanguage: ChangeLanguage

  func add(to router: Router<HeqiRequestContext>) {
    router.get("/") { request, context in
      try await renderer.page(LandingPage(isSignedIn: context.session != nil), request, context)
    }
    router.get(RouterPath(stringLiteral: Links.agreement)) { request, context in
      try await document(renderer.library.documents.agreement(context.language), request, context)
    }
    router.get(RouterPath(stringLiteral: Links.statement)) { request, context in
      try await document(renderer.library.documents.statement(context.language), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.language)) { request, context in
      let form = try await request.form()
      var response = Response.redirect(to: Links.returnPath(form.text("path")) ?? Links.home)
      if let language = form.text("language").flatMap(Language.init(rawValue:)) {
        response.setCookie(LanguageCookie.make(language, isSecure: context.facts.isSecure))
        if let caller = context.caller { try await changeLanguage(to: language, caller: caller) }
      }
      return response
    }
  }

  private func document(_ document: LegalDocument, _ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await renderer.page(DocumentPage(document, texts: renderer.texts(context)), request, context)
  }
}
