internal import ArgumentParser
internal import HeqiServer

/// `heqi doctor`: is everything here that the program needs?
struct Doctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check fonts, disk, clock, keys, database, mail, SMS and time stamps, each with its remedy.")

  @OptionGroup var options: ServerOptions

  func run() async throws {
    let sources = try options.sources()
    print("Settings")
    for line in EffectiveConfiguration.lines(sources) { print("  " + line) }
    print("Checks")
    var isHealthy = true
    for finding in await DoctorReport(configuration: try ServerConfiguration(sources)).findings() {
      print("  \(finding.mark) \(finding.name): \(finding.result)")
      if let remedy = finding.remedy { print("      → \(remedy)") }
      if finding.state == .failed { isHealthy = false }
    }
    if !isHealthy { throw ExitCode(1) }
  }
}
