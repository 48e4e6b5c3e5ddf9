internal import Foundation

/// Text values of settings and where each came from. Flags beat the environment, which beats the file.
package struct ConfigurationSources: Sendable {
  package enum Origin: String, Sendable { case flag, environment, file, standard }

  private var values: [ConfigurationKey: (text: String, origin: Origin)] = [:]

  /// - Parameters:
  ///   - flags: values from the command line.
  ///   - environment: the process environment; names `HEQI_…`.
  ///   - file: text of `heqi.conf`: lines `key = value`, `#` starts a comment.
  /// - Throws: `ConfigurationError` naming a line or variable that no setting has.
  package init(
    flags: [ConfigurationKey: String] = [:], environment: [String: String] = [:], file: String? = nil
  ) throws(ConfigurationError) {
    for key in ConfigurationKey.allCases {
      if let text = key.defaultValue { values[key] = (text, .standard) }
    }
    for (number, line) in (file ?? "").split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let text = line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)[0]
        .trimmingCharacters(in: .whitespaces)
      if text.isEmpty { continue }
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts[0].trimmingCharacters(in: .whitespaces)
      guard parts.count == 2, let key = ConfigurationKey(rawValue: name) else {
        throw ConfigurationError("heqi.conf line \(number + 1): there is no setting “\(name)”. `heqi doctor` lists all of them.")
      }
      values[key] = (parts[1].trimmingCharacters(in: .whitespaces), .file)
    }
    for key in ConfigurationKey.allCases {
      if let text = environment[key.environmentName], !text.isEmpty { values[key] = (text, .environment) }
    }
    for (key, text) in flags { values[key] = (text, .flag) }
  }

  package subscript(key: ConfigurationKey) -> String? { values[key]?.text }
  package func origin(of key: ConfigurationKey) -> Origin { values[key]?.origin ?? .standard }
}

/// A setting that cannot be used: which one, why, and what to write instead.
package struct ConfigurationError: Error, CustomStringConvertible, Equatable, Sendable {
  package let description: String
  package init(_ description: String) { self.description = description }
}
