package import HeqiApplication
import HeqiDomain
package import HeqiHTTPKit
package import Hummingbird

/// 看板 of the caller's mode (F-044).
package struct DashboardRoutes: Sendable {
  private let renderer: PageRenderer
  private let figures: ReadFigures

  package init(renderer: PageRenderer, figures: ReadFigures) {
    self.renderer = renderer
    self.figures = figures
  }

  /// Adds the route.
  package func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.dashboard)) { request, context in
      let caller = try context.requireCaller()
      let page = DashboardPage(
        try await figures(caller: caller), isCompany: caller.mode.standing != nil, texts: renderer.texts(context))
      return try await renderer.page(page, request, context)
    }
  }
}
