internal import ArgumentParser
internal import HeqiServer

/// `heqi backup DIR`: a consistent copy of database, files and keys, while the server runs.
struct Backup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copy database, files and keys to a folder; safe while the server runs.")

  @OptionGroup var options: ServerOptions
  @Argument(help: "Folder to make; must not exist or be empty.") var directory: String

  func run() async throws {
    let administration = Administration(try options.configuration())
    let summary = try await administration.backup(to: directory)
    print(summary)
  }
}
