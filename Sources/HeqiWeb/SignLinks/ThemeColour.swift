import Foundation

/// A business system's own colour on signing pages (J-004), made dark enough to carry white text.
package struct ThemeColour: Equatable, Sendable {
  /// Contrast of text that everybody can read (WCAG 2.2, 1.4.3).
  static let contrastMin = 4.5

  private let channels: [Double]

  /// `#RRGGBB`; nil for anything else.
  package init?(_ text: String) {
    guard text.utf8.count == 7, text.hasPrefix("#"), let value = UInt32(text.dropFirst(), radix: 16) else { return nil }
    self.init(channels: [16, 8, 0].map { Double((value >> $0) & 0xFF) / 255 })
  }

  private init(channels: [Double]) { self.channels = channels }

  /// Relative luminance (WCAG 2.2).
  private var luminance: Double {
    zip([0.2126, 0.7152, 0.0722], channels).map { weight, channel in
      weight * (channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4))
    }.reduce(0, +)
  }

  /// Contrast with white, 1…21.
  package var contrast: Double { 1.05 / (luminance + 0.05) }

  private func mixed(with other: Double, share: Double) -> ThemeColour {
    ThemeColour(channels: channels.map { $0 * (1 - share) + other * share })
  }

  /// The same hue, no lighter than white text on it allows.
  var readable: ThemeColour {
    var colour = self
    while colour.contrast < Self.contrastMin { colour = colour.mixed(with: 0, share: 0.06) }
    return colour
  }

  package var text: String {
    "#" + channels.map { String(format: "%02x", Int(($0 * 255).rounded())) }.joined()
  }

  /// The style sheet that puts it in the place of the product's own colour.
  package var styles: String {
    let base = readable
    return """
      :root {
        --cinnabar: \(base.text); --cinnabar-2: \(base.mixed(with: 0, share: 0.2).text); --cinnabar-3: \(base.mixed(with: 0, share: 0.35).text);
        --cinnabar-wash: \(base.mixed(with: 1, share: 0.92).text); --cinnabar-line: \(base.mixed(with: 1, share: 0.75).text);
      }
      """
  }
}
