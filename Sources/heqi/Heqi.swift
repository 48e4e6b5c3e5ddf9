internal import ArgumentParser

/// 合契 Heqi: one program, one command per file.
@main
struct Heqi: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "heqi",
    abstract: "合契 Heqi, an open electronic-contract platform.",
    version: HeqiVersion.current,
    subcommands: [
      Serve.self, Migrate.self, Doctor.self, CreateAdmin.self, Verify.self, Backup.self, Restore.self, Scrub.self,
    ])
}

/// Version of the program, as CHANGELOG.md names it.
enum HeqiVersion {
  static let current = "0.1.0"
}
