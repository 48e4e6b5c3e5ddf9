/// The effective settings as `heqi doctor` prints them, secrets masked.
package enum EffectiveConfiguration {
  /// One line per setting: name, value, origin.
  package static func lines(_ sources: ConfigurationSources) -> [String] {
    ConfigurationKey.allCases.map { key in
      let value = sources[key]
      let shown = value == nil ? "–" : key.isSecret ? "********" : value ?? ""
      return "\(key.rawValue) = \(shown)  (\(sources.origin(of: key).rawValue))"
    }
  }
}
