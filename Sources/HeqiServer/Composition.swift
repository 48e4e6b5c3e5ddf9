package import HeqiHTTPKit
internal import HeqiDomain
internal import HeqiPorts
internal import HeqiProviders
internal import HeqiSQL
internal import HeqiStorage
internal import HeqiWeb
package import Hummingbird
package import Logging
package import ServiceLifecycle

/// The one place that knows everything: builds ports, stores, actions, routes and workers, each once.
package struct Composition: Sendable {
  let configuration: ServerConfiguration
  let data: OpenedData
  let metrics: MetricsRegistry
  let logger: Logger
  let clock: any WallClock
  let random: any RandomSource
  let pki: EmbeddedPKI
  let renderer: PageRenderer

  package init(_ configuration: ServerConfiguration, data: OpenedData, metrics: MetricsRegistry, logger: Logger) async throws {
    self.configuration = configuration
    self.data = data
    self.metrics = metrics
    self.logger = logger
    let clock = SystemClock(), random = SystemRandom()
    self.clock = clock
    self.random = random
    pki = try await EmbeddedPKI.bootstrap(
      directory: data.directory.pki, masterKey: data.masterKey.reveal(), publicURL: configuration.publicURL, clock: clock,
      random: random)
    let web = WebConfiguration(isEvaluation: configuration.mode == .evaluation, resourcesPath: configuration.resourcesPath)
    renderer = PageRenderer(library: try PageLibrary(directory: configuration.resourcesPath), configuration: web)
  }

  /// Every route, in the order of their middleware.
  package func router() throws -> Router<HeqiRequestContext> {
    let router = Router(context: HeqiRequestContext.self)
    HealthRoutes(engine: data.engine, metrics: metrics) { [directory = data.directory] in directory.freeBytes }.add(to: router)
    return router
  }

  /// Everything that runs beside the server.
  package func workers() -> [any Service] { [] }
}
