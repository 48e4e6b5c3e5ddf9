internal import ArgumentParser
internal import Foundation
internal import HeqiServer

/// Options that every command on a data folder takes.
struct ServerOptions: ParsableArguments {
  @Option(help: "Data folder (default var).") var data: String?
  @Option(name: .customLong("config"), help: "Settings file (default <data>/heqi.conf when it exists).") var file: String?
  @Option(name: .customLong("set"), help: "A setting as key=value; may be repeated. `heqi doctor` lists the keys.")
  var settings: [String] = []

  /// Flags, environment and file, in that order of weight.
  func sources(port: Int? = nil, host: String? = nil) throws -> ConfigurationSources {
    var flags: [ConfigurationKey: String] = [:]
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let key = ConfigurationKey(rawValue: String(parts[0])) else {
        throw ValidationError("--set \(setting): there is no such setting. `heqi doctor` lists the keys.")
      }
      flags[key] = String(parts[1])
    }
    flags[.dataDirectory] = data ?? flags[.dataDirectory]
    flags[.port] = port.map(String.init) ?? flags[.port]
    flags[.host] = host ?? flags[.host]
    let environment = ProcessInfo.processInfo.environment
    let folder = flags[.dataDirectory] ?? environment[ConfigurationKey.dataDirectory.environmentName] ?? "var"
    let path = file ?? folder + "/heqi.conf"
    let text = try? String(contentsOfFile: path, encoding: .utf8)
    if file != nil, text == nil { throw ValidationError("--config \(path): the file cannot be read.") }
    return try ConfigurationSources(flags: flags, environment: environment, file: text)
  }

  func configuration() throws -> ServerConfiguration { try ServerConfiguration(sources()) }
}
