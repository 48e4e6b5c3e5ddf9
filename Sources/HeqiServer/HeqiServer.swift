internal import CoreMetrics
internal import FoundationEssentials
internal import HeqiHTTPKit
internal import HeqiProviders
internal import HeqiSQL
internal import HeqiStorage
internal import Hummingbird
internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// The whole program: opens the data, brings the schema up to date, builds everything once, serves until told to stop.
package struct HeqiServer: Sendable {
  package let configuration: ServerConfiguration

  package init(configuration: ServerConfiguration) { self.configuration = configuration }

  /// Runs until SIGINT or SIGTERM. - Throws: `ConfigurationError` when production still rests on evaluation defaults.
  package func run() async throws {
    try refuseEvaluationDefaultsInProduction()
    let level = configuration.logLevel
    LoggingSystem.bootstrap { label in
      var handler = JSONLogHandler(label: label)
      handler.logLevel = level
      return handler
    }
    let metrics = MetricsRegistry()
    MetricsSystem.bootstrap(metrics)
    let logger = Logger(label: "heqi")
    let data = try OpenedData(configuration, random: SystemRandom()) { finding in
      logger.error("stored file damaged", metadata: ["blob": "\(finding.address)", "copy": "\(finding.copy)", "kind": "\(finding.kind.rawValue)"])
    }
    _ = try await HeqiMigrations.run(on: data.engine, at: SystemClock().now)
    let failpoint = try EnvironmentFailpoint(ProcessInfo.processInfo.environment["HEQI_FAILPOINT"])
    let composition = try await Composition(configuration, data: data, metrics: metrics, failpoint: failpoint, logger: logger)
    let application = Application(
      router: try composition.router(),
      server: .http1(configuration: .init(idleTimeout: .seconds(75))),
      configuration: .init(address: .hostname(configuration.host, port: configuration.port), serverName: nil),
      onServerRunning: { [configuration] channel in
        let port = channel.localAddress?.port ?? configuration.port
        Welcome(configuration: configuration, port: port).announce()
      }, logger: logger)
    var services = ServiceGroupConfiguration(
      services: [.init(service: application)] + composition.workers().map { .init(service: $0) },
      gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    services.maximumGracefulShutdownDuration = .seconds(15)
    // Hashing a password cannot be cut off; on a busy machine it takes its time.
    services.maximumCancellationDuration = .seconds(30)
    try await ServiceGroup(configuration: services).run()
    await data.engine.close()
  }

  private func refuseEvaluationDefaultsInProduction() throws(ConfigurationError) {
    let defaults = configuration.evaluationDefaultsInUse
    guard configuration.mode == .production, !defaults.isEmpty else { return }
    throw ConfigurationError("mode = production, but evaluation defaults are still in use:\n  - " + defaults.joined(separator: "\n  - "))
  }
}
