package import HeqiHTTPKit
package import Hummingbird

/// `/api/docs`: the open API to read, without an account.
package struct DescriptionRoutes: Sendable {
  private let renderer: PageRenderer

  package init(renderer: PageRenderer) { self.renderer = renderer }

  package func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.apiDescription)) { request, context in
      let page = DescriptionPage(renderer.library.apiDescription, language: context.language, texts: renderer.texts(context))
      return try await renderer.page(page, request, context)
    }
  }
}
