internal import ArgumentParser
internal import HeqiServer

/// `heqi vendor …`: order of the vendors of faces, SMS and card readers, while the server runs.
struct Vendor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vendor", abstract: "List the vendors of faces, SMS and card readers; change their order or turn them off.",
    subcommands: [List.self, Set.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List vendors in the order in which they are asked, and the changes.")
    @OptionGroup var options: ServerOptions

    func run() async throws {
      let found = try await Administration(options.configuration()).listVendors()
      if found.isEmpty { print("No vendor is configured; set face-vendor-urls, sms-vendor-urls or ocr-vendor-urls.") }
      for summary in found {
        let places = summary.places.map { $0.isOn ? $0.name : "\($0.name) (off)" }
        print("\(summary.port)  \(places.joined(separator: " > "))")
        for line in summary.history { print("  \(line)") }
      }
    }
  }

  struct Set: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Set the order of a port's vendors. Counts at once, on every node, and is kept with its reason.")
    @OptionGroup var options: ServerOptions
    @Argument(help: "face, sms or ocr.") var port: String
    @Option(help: "Vendors in the order in which to ask them, separated by commas; those left out follow.") var order: String = ""
    @Option(help: "Vendors to turn off, separated by commas; all others are on.") var off: String = ""
    @Option(help: "Why; kept with the change.") var reason: String

    func run() async throws {
      try await Administration(options.configuration()).setVendors(
        port, order: Self.names(order), off: Self.names(off), reason: reason)
      print("The order of \(port) is changed.")
    }

    private static func names(_ text: String) -> [String] {
      text.split(separator: ",").map { $0.filter { $0 != " " } }
    }
  }
}
