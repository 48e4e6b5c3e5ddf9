package import HeqiHTTPKit
package import Hummingbird

/// All pages of the site. The server builds it once and adds it after the pipeline.
package struct WebRoutes: Sendable {
  private let renderer: PageRenderer
  private let configuration: WebConfiguration

  package init(renderer: PageRenderer, configuration: WebConfiguration) {
    self.renderer = renderer
    self.configuration = configuration
  }

  /// Adds every page and the public files.
  package func add(to router: Router<HeqiRequestContext>) {
    renderer.library.assets.add(to: router)
    PublicRoutes(renderer: renderer).add(to: router)
  }
}
