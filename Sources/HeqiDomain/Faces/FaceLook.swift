/// How the caller wants the page of a face check to look (`uiConfig` of M-002).
package struct FaceLook: Equatable, Sendable {
  /// Heading in place of the product's own.
  package let title: String?
  /// Address of a picture that stands above the heading.
  package let logoURL: String?
  /// `#RRGGBB` for buttons and marks.
  package let themeColour: String?

  package init(title: String? = nil, logoURL: String? = nil, themeColour: String? = nil) {
    self.title = title
    self.logoURL = logoURL
    self.themeColour = themeColour
  }

  /// Whether a browser may be sent there for the picture: `https`, or `http` on the machine itself, where systems are tried out.
  package static func isLogoAddress(_ text: String) -> Bool {
    guard let address = CallbackAddress(text) else { return false }
    return address.isSecure || ["127.0.0.1", "::1", "localhost"].contains(address.host)
  }
}
