import Foundation
import Office
import PDF

/// Pixels of an uploaded seal: what they are, and how they become one (F-046, B-16).
struct SealPicture: Equatable, Sendable {
  /// Share of clear pixels that a seal on a transparent ground has at least; a filled square has none.
  static let clearMin = 0.15
  /// Share of pale opaque pixels from which the paper still lies under the ink, such as in a cut-out round seal.
  static let paleMax = 0.25
  /// Share of pale opaque pixels that make a ground.
  private static let paperMin = 0.2
  /// Opacity up to which a pixel counts as clear.
  private static let clearOpacity: UInt8 = 16
  /// Every channel of a pale pixel is at least as light.
  private static let paleMin: UInt8 = 190
  /// Share of ink below which there is nothing to see.
  private static let inkMin = 0.003

  let samples: PictureSamples

  /// Share of pixels that let the paper through.
  var clearShare: Double { share { $0[$0.startIndex + 3] <= Self.clearOpacity } }

  /// True when it would cover the text under it: refused as it is, with an offer to take the ground away.
  var isOpaque: Bool { clearShare < Self.clearMin || share(Self.isPale) > Self.paleMax }

  var isEmpty: Bool { share { $0[$0.startIndex + 3] > 128 } < Self.inkMin }

  /// The colour of the paper, the median of every pale pixel; nil where there is too little of it to be told from ink.
  var ground: [UInt8]? {
    var channels: [[UInt8]] = [[], [], []]
    for at in stride(from: 0, to: samples.rgba.count, by: 4) where Self.isPale(samples.rgba[at..<at + 4]) {
      for channel in 0..<3 { channels[channel].append(samples.rgba[at + channel]) }
    }
    guard Double(channels[0].count) >= Double(samples.width * samples.height) * Self.paperMin else { return nil }
    return channels.map { $0.sorted()[$0.count / 2] }
  }

  /// The ink alone: the ground is taken out of every pixel, so that what was pale becomes thin (the inverse of
  /// compositing over it, ISO 32000-2 §11.3.6).
  func without(_ ground: [UInt8]) -> SealPicture {
    let paper = ground.map { max(Double($0), 1) }
    var rgba = samples.rgba
    for at in stride(from: 0, to: rgba.count, by: 4) {
      var opacity = 0.0
      for channel in 0..<3 { opacity = max(opacity, (paper[channel] - Double(rgba[at + channel])) / paper[channel]) }
      // Grain of paper and shadows of a photograph.
      guard opacity > 0.15 else {
        for channel in 0..<4 { rgba[at + channel] = 0 }
        continue
      }
      for channel in 0..<3 {
        let colour = (Double(rgba[at + channel]) - (1 - opacity) * paper[channel]) / opacity
        rgba[at + channel] = UInt8(min(max(colour, 0), 255))
      }
      rgba[at + 3] = UInt8(min(opacity, 1) * Double(rgba[at + 3]))
    }
    return PictureSamples(width: samples.width, height: samples.height, rgba: rgba).map(SealPicture.init) ?? self
  }

  /// Without the empty margin, so that its size on paper is that of the ink and no strip of a seam seal is empty.
  func trimmed() -> SealPicture {
    var (left, right, top, bottom) = (samples.width, -1, samples.height, -1)
    for row in 0..<samples.height {
      for column in 0..<samples.width where samples.rgba[(row * samples.width + column) * 4 + 3] > Self.clearOpacity {
        (left, right, top, bottom) = (min(left, column), max(right, column), min(top, row), max(bottom, row))
      }
    }
    guard right >= left, bottom >= top else { return self }
    var rgba: [UInt8] = []
    rgba.reserveCapacity((right - left + 1) * (bottom - top + 1) * 4)
    for row in top...bottom {
      rgba += samples.rgba[(row * samples.width + left) * 4..<(row * samples.width + right + 1) * 4]
    }
    return PictureSamples(width: right - left + 1, height: bottom - top + 1, rgba: rgba).map(SealPicture.init) ?? self
  }

  /// One page of the given width in millimetres, colours and opacity apart (ISO 32000-2 §11.6.5.2).
  func pdf(width: Double) throws -> [UInt8] {
    let scale = width / Double(samples.width) * 72 / 25.4
    var colours: [UInt8] = [], opacity: [UInt8] = []
    colours.reserveCapacity(samples.rgba.count * 3 / 4)
    opacity.reserveCapacity(samples.rgba.count / 4)
    for at in stride(from: 0, to: samples.rgba.count, by: 4) {
      colours += samples.rgba[at..<at + 3]
      opacity.append(samples.rgba[at + 3])
    }
    let base = Self.frame(Double(samples.width) * scale, Double(samples.height) * scale)
    var update = try IncrementalUpdate(PDFDocument(base))
    func dictionary(_ space: PDFName) -> PDFDictionary {
      [
        "Type": .name("XObject"), "Subtype": .name("Image"), "Width": .integer(samples.width),
        "Height": .integer(samples.height), "ColorSpace": .name(space), "BitsPerComponent": .integer(8),
      ]
    }
    var picture = dictionary("DeviceRGB")
    picture["SMask"] = .reference(update.addStream(dictionary: dictionary("DeviceGray"), data: opacity))
    update.setStream(PDFReference(5), dictionary: picture, data: colours)
    return try update.serialize()
  }

  /// The same as SVG around a PNG of our own encoder.
  func svg(png: [UInt8], width: Double) -> [UInt8] {
    let height = width * Double(samples.height) / Double(samples.width)
    let data = Data(png).base64EncodedString()
    return Array(
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)mm" height="\(height)mm" \
      viewBox="0 0 \(samples.width) \(samples.height)">\
      <image width="\(samples.width)" height="\(samples.height)" href="data:image/png;base64,\(data)"/></svg>
      """.utf8)
  }

  private static func isPale(_ pixel: ArraySlice<UInt8>) -> Bool {
    let at = pixel.startIndex
    return pixel[at + 3] > 200 && pixel[at] >= paleMin && pixel[at + 1] >= paleMin && pixel[at + 2] >= paleMin
  }

  /// Share of pixels that the closure counts; it sees red, green, blue and opacity.
  private func share(_ isCounted: (ArraySlice<UInt8>) -> Bool) -> Double {
    var count = 0
    for at in stride(from: 0, to: samples.rgba.count, by: 4) where isCounted(samples.rgba[at..<at + 4]) { count += 1 }
    return Double(count) / Double(samples.width * samples.height)
  }

  /// A page with a picture that is filled in later as object 5.
  private static func frame(_ width: Double, _ height: Double) -> [UInt8] {
    let content = "q \(width) 0 0 \(height) 0 0 cm /Im0 Do Q"
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 \(width) \(height)] /Contents 4 0 R "
        + "/Resources << /XObject << /Im0 5 0 R >> >> >>",
      "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream", "<< /Length 0 >>\nstream\n\nendstream",
    ]
    var text = "%PDF-1.7\n"
    var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for (index, object) in objects.enumerated() {
      let digits = String(text.utf8.count)
      table += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
      text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = text.utf8.count
    return Array((text + table + "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n").utf8)
  }
}
