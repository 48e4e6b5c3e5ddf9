/// One message of an event stream (WHATWG HTML §9.2).
package struct ServerSentEvent: Sendable, Equatable {
  /// Name of the event; one line.
  package let event: String
  /// Text of the event; line breaks become further data lines.
  package let data: String
  /// Last-Event-ID that the browser sends when it reconnects.
  package let id: String?

  package init(event: String, data: String, id: String? = nil) {
    self.event = event
    self.data = data
    self.id = id
  }

  /// The bytes on the wire.
  package var encoded: String {
    var text = "event: \(Self.oneLine(event))\n"
    if let id { text += "id: \(Self.oneLine(id))\n" }
    let normal = data.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" || $0 == "\r" })
    for line in normal { text += "data: \(line)\n" }
    return text + "\n"
  }

  private static func oneLine(_ text: String) -> String { text.filter { !$0.isNewline && $0 != "\0" } }
}
