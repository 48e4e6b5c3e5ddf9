internal import ArgumentParser
internal import HeqiServer

/// `heqi restore DIR`: fills an empty data folder from a backup and verifies it.
struct Restore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Fill an empty data folder from a backup, then verify it.")

  @OptionGroup var options: ServerOptions
  @Argument(help: "Folder made by `heqi backup`.") var directory: String

  func run() async throws {
    let administration = Administration(try options.configuration())
    let summary = try await administration.restore(from: directory)
    print(summary)
  }
}
