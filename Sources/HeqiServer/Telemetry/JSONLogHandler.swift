internal import Foundation
package import Logging

/// One JSON object per line on standard error: time, level, message, metadata. Messages are static texts; data is in
/// the metadata and holds ids only, never personal data (style: logging).
package struct JSONLogHandler: LogHandler {
  package var logLevel: Logger.Level = .notice
  package var metadata: Logger.Metadata = [:]
  private let label: String

  package init(label: String) { self.label = label }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    var line = "{\"time\":\"" + Self.time() + "\",\"level\":\"\(event.level)\",\"message\":" + Self.quoted("\(event.message)")
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    for (key, value) in all.sorted(by: { $0.key < $1.key }) {
      line += "," + Self.quoted(key) + ":" + Self.quoted("\(value)")
    }
    line += "}\n"
    FileHandle.standardError.write(Data(line.utf8))
  }

  private static func time() -> String {
    Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20: quoted += " "
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
