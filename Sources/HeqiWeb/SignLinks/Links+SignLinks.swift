import HeqiApplication
import HeqiDomain

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
  /// 组合签: several contracts of one person.
  static func signGroup(_ token: String) -> String { "/g/\(token)" }
  static func linkEvents(_ token: String) -> String { "\(link(token))/events" }
  static func linkState(_ token: String) -> String { "\(link(token))/state" }
  static func linkSeal(_ token: String) -> String { "\(link(token))/seal.svg" }
  static func linkQR(_ token: String) -> String { "\(link(token))/qr.svg" }
  /// The style sheet of a link whose business system chose a colour.
  static func theme(_ visit: LinkVisit, _ token: String) -> String? {
    visit.link.scene.themeColour == nil ? nil : "\(link(token))/theme.css"
  }
}
