internal import ArgumentParser
internal import HeqiServer

/// `heqi serve`: pages, API and workers in one process.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Serve pages and API, and run the workers.")

  @OptionGroup var options: ServerOptions
  @Option(help: "TCP port (default 8080).") var port: Int?
  @Option(help: "Address to listen on (default 127.0.0.1).") var host: String?

  func run() async throws {
    let configuration = try ServerConfiguration(options.sources(port: port, host: host))
    try await HeqiServer(configuration: configuration).run()
  }
}
