import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HTTPTypes
import Hummingbird

/// What stands around every page behind a link: it follows what happens elsewhere, tells an embedding page, and offers
/// to go on with the phone.
struct LinkSurroundings: Sendable {
  let eventsURL: String
  let stateURL: String
  /// Changes when this party's page would look different.
  let state: String
  let isEmbedded: Bool
  /// Origins that are told, separated by blanks.
  let origins: String
  /// `opened`, `signing`, `signed`, `refused`, `expired`, `waiting` or `ended`.
  let event: String
  let contractID: String
  let partyID: String
  /// A picture of this page's address, for desks only.
  let qr: String?

  init(_ visit: LinkVisit, token: String) {
    eventsURL = Links.linkEvents(token)
    stateURL = Links.linkState(token)
    state = Self.state(of: visit)
    isEmbedded = visit.isEmbedded
    origins = visit.isEmbedded ? visit.client.settings.frameAncestors.joined(separator: " ") : ""
    event = visit.event
    contractID = visit.contract.id.description
    partyID = visit.signer.partyID
    qr = visit.link.scene.source == .pc && ["opened", "signing"].contains(visit.event) ? Links.linkQR(token) : nil
  }

  init(sample event: String) {
    (eventsURL, stateURL, state, isEmbedded) = ("/s/1/events", "/s/1/state", "awaitingSignature", true)
    (origins, self.event, contractID, partyID, qr) = ("https://shop.example", event, "1", "BUYER", "/s/1/qr.svg")
  }

  static func state(of visit: LinkVisit) -> String {
    "\(visit.event) \(visit.party.state.name) \(visit.needsFace ? "face" : "-") \(visit.contract.stage.name.rawValue)"
  }
}

extension LinkVisit {
  /// Whether the page stands inside one of the client's own pages.
  var isEmbedded: Bool { link.scene.frame == .embedded && !client.settings.frameAncestors.isEmpty }

  /// The word for where the party stands, as embedding pages are told.
  var event: String {
    if let ending = contract.stage.ending { return ending.partyID == party.id && contract.stage.name == .returned ? "refused" : "ended" }
    if party.state.isSigned { return "signed" }
    if party.state == .waiting { return "waiting" }
    if state == .expired || state == .replaced { return "expired" }
    return party.state == .awaitingReceipt ? "opened" : "signing"
  }
}

/// What the answer's headers allow for one link; `LinkHeadersMiddleware` writes them.
struct LinkPolicy: Sendable {
  /// Origins that may frame the page; empty for none.
  let ancestors: [String]
  /// Where a form may lead in the end, besides here.
  let target: String?
  /// Scripts of others that may run, by address.
  let scripts: [String]
  /// A picture of others that may be shown, by address.
  let image: String?

  static let ancestorsHeader = HTTPField.Name("x-heqi-frame-ancestors")!
  static let scriptsHeader = HTTPField.Name("x-heqi-scripts")!
  static let imageHeader = HTTPField.Name("x-heqi-image")!
  static let targetHeader = HTTPField.Name("x-heqi-form-target")!

  init(_ visit: LinkVisit) {
    ancestors = visit.isEmbedded ? visit.client.settings.frameAncestors : []
    target = visit.link.scene.returnURL.flatMap(Self.origin)
    scripts = []
    image = nil
  }

  init(ancestors: [String], scripts: [String] = [], image: String? = nil) {
    self.ancestors = ancestors
    self.scripts = scripts
    self.image = image.flatMap { CallbackAddress($0) == nil ? nil : $0 }
    target = nil
  }

  func applied(to response: Response) -> Response {
    var response = response
    if !ancestors.isEmpty { response.headers[Self.ancestorsHeader] = ancestors.joined(separator: " ") }
    if let target { response.headers[Self.targetHeader] = target }
    if let image { response.headers[Self.imageHeader] = Self.policySource(image) }
    if !scripts.isEmpty { response.headers[Self.scriptsHeader] = scripts.joined(separator: " ") }
    return response
  }

  /// An address as a source of a policy: without its query, and with what would end the source escaped.
  static func policySource(_ url: String) -> String {
    String(url.prefix { $0 != "?" }).replacing(";", with: "%3B").replacing(",", with: "%2C")
  }

  /// Scheme and authority of an address.
  static func origin(of url: String) -> String? {
    guard let scheme = ["https://", "http://"].first(where: url.lowercased().hasPrefix) else { return nil }
    let authority = url.dropFirst(scheme.count).prefix { !"/?#\\".contains($0) }
    guard !authority.isEmpty, authority.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != 59 && $0 != 44 && $0 != 39 }) else { return nil }
    return scheme + authority
  }
}
