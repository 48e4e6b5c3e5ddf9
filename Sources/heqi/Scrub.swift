internal import ArgumentParser
internal import HeqiServer

/// `heqi scrub`: reads every stored file back, repairs what is damaged from the other root, and checks every record.
struct Scrub: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read every stored file back and repair damage from the other root; check every record against its chain.")

  @OptionGroup var options: ServerOptions

  func run() async throws {
    let report = try await Administration(options.configuration()).scrub()
    print(report.text)
    if report.hasLoss { throw ExitCode(1) }
  }
}
