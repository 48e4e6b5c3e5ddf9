internal import ArgumentParser
internal import HeqiServer

/// `heqi migrate`: brings the database to this program's schema.
struct Migrate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Bring the database to this program's schema; forward only.")

  @OptionGroup var options: ServerOptions

  func run() async throws {
    let applied = try await Administration(options.configuration()).migrate()
    print(applied.isEmpty ? "The database is up to date." : applied.map { "applied \($0)" }.joined(separator: "\n"))
  }
}
