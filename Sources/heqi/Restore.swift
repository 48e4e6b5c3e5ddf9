internal import ArgumentParser
internal import HeqiServer

/// `heqi restore DIR`: fills an empty data folder from a backup and verifies it.
struct Restore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Fill an empty data folder from a backup, then verify it.")

  @OptionGroup var options: ServerOptions
  @Argument(help: "Folder made by `heqi backup`.") var directory: String

  func run() async throws {
    print(try await Administration(options.configuration()).restore(from: directory))
  }
}
