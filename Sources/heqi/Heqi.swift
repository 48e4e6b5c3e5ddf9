internal import ArgumentParser
internal import Foundation

/// 合契 Heqi: one program, one command per file.
@main
struct Heqi: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "heqi",
    abstract: "合契 Heqi, an open electronic-contract platform.",
    version: HeqiVersion.current,
    subcommands: [
      Serve.self, Migrate.self, Doctor.self, CreateAdmin.self, Verify.self, Sign.self, Prepare.self, Timestamp.self,
      Extend.self, Lint.self, Normalize.self, Backup.self, Restore.self, Scrub.self, Client.self, Vendor.self,
    ])

  static func main() async { Foundation.exit(await exitStatus()) }
}

/// Version of the program, as CHANGELOG.md names it.
enum HeqiVersion {
  static let current = "0.1.0"
}
