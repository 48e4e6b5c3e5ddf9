/// How large a seal from an uploaded picture may be on paper (F-046, E-22, B-16).
package enum SealPictureSize {
  /// Dots per inch below which edges look torn on paper (B-16).
  package static let dotsMin = 300.0
  /// Millimetres of the shorter side below which nothing can be read.
  package static let shorterMin = 10.0

  /// Millimetres of the longer side. 国发〔1999〕25号 ends at 45 for enterprises; contract seals of 58 are in use.
  package static func longer(_ kind: SealKind) -> ClosedRange<Double> {
    switch kind {
    case .personalName, .legalRepSeal: 10...25
    case .companySeal: 38...45
    case .contractSeal: 38...58
    case .financeSeal, .specialSeal: 18...45
    case .hrSeal, .invoiceSeal: 30...45
    }
  }

  /// The usual width.
  package static func usual(_ kind: SealKind) -> Double { SealDesign.sizes(kind, kind.shapes[0])[0].width }

  /// Throws `SealError` `.imageInvalid` at `width` with the bounds, the size it would have, or the pixels it lacks.
  /// - Parameters:
  ///   - width: millimetres on paper.
  ///   - pixels: of the picture without its empty margin.
  package static func check(
    _ kind: SealKind, width: Double, pixels: (width: Int, height: Int)
  ) throws(SealError) -> (width: Double, height: Double) {
    let range = longer(kind)
    let (low, high) = (Int(range.lowerBound), Int(range.upperBound))
    guard width.isFinite, width >= 1, width <= 100 else {
      throw refusal("请填写宽度，\(low) 至 \(high) mm。", "Enter the width, \(low) to \(high) mm.")
    }
    let height = width * Double(pixels.height) / Double(pixels.width)
    let name = kind.label
    guard range.contains(max(width, height)) else {
      throw refusal(
        "\(name.chinese)较长的一边须为 \(low) 至 \(high) mm；按这个宽度，印章是 \(text(width)) × \(text(height)) mm。",
        "The longer side of a \(name.english.lowercased()) has \(low) to \(high) mm; this would be \(text(width)) × \(text(height)) mm.")
    }
    guard min(width, height) >= shorterMin else {
      throw refusal(
        "较短的一边不能小于 10 mm；按这个宽度，印章是 \(text(width)) × \(text(height)) mm。",
        "The shorter side has at least 10 mm; this would be \(text(width)) × \(text(height)) mm.")
    }
    let widest = widest(pixels: pixels.width)
    guard width <= widest else {
      let needed = Int((width / 25.4 * dotsMin).rounded(.up))
      throw refusal(
        "清晰度不足 300 dpi：\(text(width)) mm 需要宽 \(needed) 像素，图片印面宽 \(pixels.width) 像素，最多 \(text(widest)) mm。请缩小尺寸或上传更大的图片。",
        "Below 300 dpi: \(text(width)) mm need \(needed) pixels; the seal has \(pixels.width), enough for \(text(widest)) mm. Make it narrower, or upload a larger picture.")
    }
    return (width, height)
  }

  /// Millimetres up to which so many pixels are sharp enough, rounded down to a tenth.
  package static func widest(pixels: Int) -> Double { (Double(pixels) / dotsMin * 254).rounded(.down) / 10 }

  private static func text(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  private static func refusal(_ chinese: String, _ english: String) -> SealError {
    SealError(.imageInvalid, Bilingual(chinese, english), field: "width")
  }
}
