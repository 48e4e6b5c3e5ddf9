import Graphics
import HeqiDomain

extension SealDesign {
  /// The vectors of this face. Throws `SealError` `.designInvalid` with the field that is wrong.
  func drawing() throws(SealError) -> Drawing {
    try check()
    do throws(GraphicsError) {
      return try face.drawing()
    } catch {
      throw SealError(.designInvalid, Self.message(error.code), field: "name")
    }
  }

  private var face: SealFace {
    let paste = SealColour(rawValue: colour.rawValue) ?? .red
    let line = purpose.isEmpty ? nil : purpose
    let lowerCode = code.isEmpty ? nil : code
    switch shape {
    case .round:
      let centre: RoundSeal.Centre = hasStar ? .star : line.map { .line($0) } ?? .empty
      return .round(
        RoundSeal(
          name: name, centre: centre, bottomLine: hasStar ? line : nil, code: lowerCode, diameter: size.width,
          colour: paste))
    case .oval:
      let isInvoice = kind == .invoiceSeal
      return .oval(
        OvalSeal(
          name: name, centreLine: isInvoice ? lowerCode : nil, bottomLine: line, code: isInvoice ? nil : lowerCode,
          width: size.width, height: size.height, colour: paste))
    case .square:
      if kind == .personalName || kind == .legalRepSeal {
        return .name(NameSeal(name: name, suffix: hasSuffix ? .classic : .none, side: size.width, colour: paste))
      }
      return .square(SquareSeal(text: squareText, side: size.width, colour: paste))
    }
  }

  private static func message(_ code: GraphicsError.Code) -> Bilingual {
    switch code {
    case .glyphMissing:
      Bilingual("字库中没有其中的一个字。请改用常用写法，或上传印章图片。", "The fonts lack one of the characters. Use a common form, or upload a picture.")
    case .fontMissing, .surfaceFailed:
      Bilingual("服务器暂时无法绘制印章，请稍后再试。", "The server cannot draw seals at the moment. Try again later.")
    case .textEmpty: Bilingual("印章上的文字太短。", "The text on the seal is too short.")
    case .textTooLong: Bilingual("印章上的文字太长，请缩短。", "The text on the seal is too long. Shorten it.")
    case .sizeOutOfRange: Bilingual("印章尺寸不在允许范围内。", "The seal's size is out of range.")
    case .handwritingEmpty, .handwritingTooLarge, .payloadTooLarge:
      Bilingual("印章无法绘制。", "The seal cannot be drawn.")
    }
  }
}
