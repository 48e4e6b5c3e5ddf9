/// Addresses below one signing link; the token is the whole right.
extension Links {
  static func link(_ token: String) -> String { "/s/\(token)" }
  static func linkReceipt(_ token: String) -> String { "\(link(token))/receipt" }
  static func linkReading(_ token: String) -> String { "\(link(token))/reading" }
  static func linkCode(_ token: String) -> String { "\(link(token))/code" }
  static func linkSignature(_ token: String) -> String { "\(link(token))/signature" }
  static func linkRefusal(_ token: String) -> String { "\(link(token))/refusal" }
  static func linkFresh(_ token: String) -> String { "\(link(token))/fresh" }
  static func linkFace(_ token: String) -> String { "\(link(token))/face" }
  static func linkFile(_ token: String) -> String { "\(link(token))/file.pdf" }
}
