import Graphics
import HeqiDomain
import PAdES
import PDF
import Typeset

/// The system template of a 授权委托书 (F-047, F-052): text, picture of the seal, and the field the representative signs.
struct PowerPaper: Sendable {
  static let signatureField = "heqi-power-signature"
  static let sealField = "heqi-power-seal"
  /// Room below the text for the seal on the left and the signature on the right, in points.
  private static let marginBottom = 230.0
  private static let zoneBottom = 72.0

  let power: PowerOfAttorney
  let organization: Organization
  let granteeMobile: String
  let sealKind: SealKind?
  let businessTypeName: String?

  /// The paper as a PDF that waits for its signature. Throws what drawing and setting throw.
  func pdf(sealPicture: SealDrawing?) throws -> [UInt8] {
    let text = try document().render()
    let source = try PDFDocument(text)
    let pages = try source.currentView.pages()
    guard let first = pages.first, let last = pages.last else { throw SealError(.signingUnavailable, Self.failed) }
    var update = try IncrementalUpdate(source)
    if let sealPicture {
      let rect = PDFRectangle(x: 70, y: Self.zoneBottom, width: 125, height: 125)
      let widget = try update.addSealPlace(name: Self.sealField, page: first, rect: rect)
      let picture = try update.importPage(0, of: PDFDocument(sealPicture.pdf))
      let fits = picture.boundingBox.width <= rect.width && picture.boundingBox.height <= rect.height
      let stream = update.addAppearance(
        [AppearancePart(picture, scaling: fits ? .physical : .fit)], rect: rect, page: first)
      try update.setAppearance(ofWidget: widget, to: stream)
    }
    try update.addSignatureField(
      name: Self.signatureField, page: last,
      rect: PDFRectangle(x: last.displayWidth - 70 - 230, y: Self.zoneBottom, width: 230, height: 125))
    return try update.serialize()
  }

  /// What the representative puts on it: the company's seal, and the representative's own beside it.
  static func appearance(companySeal: SealDrawing?, representative: SealDrawing?) -> SignatureAppearance {
    var pictures: [SignatureAppearance.Picture] = []
    if let companySeal {
      pictures.append(.init(pdf: companySeal.pdf, frame: PDFRectangle(x: 0, y: 0, width: 125, height: 125), scaling: .fit))
    }
    if let representative {
      pictures.append(
        .init(pdf: representative.pdf, frame: PDFRectangle(x: 150, y: 30, width: 60, height: 60), scaling: .fit))
    }
    return SignatureAppearance(pictures)
  }

  private func document() -> Document {
    let style = Document.Style(
      family: .serif, size: 11, leading: 1.75, marginSide: 70, marginTop: 64, marginBottom: Self.marginBottom)
    return Document(
      title: power.kind.label.chinese, language: .chinese, blocks: blocks,
      footer: .init(left: "左：授权使用的印章　右：委托单位签章", right: "{page} / {pages}"), style: style,
      createdSeconds: power.createdAt.seconds)
  }

  private var blocks: [Block] {
    [
      .heading(0, power.kind.label.chinese),
      .keyValues([
        KeyValue("委托单位", organization.name), KeyValue("统一社会信用代码", organization.code.text, mono: true),
        KeyValue("法定代表人", organization.legalRepresentative), KeyValue("受托人", grantee),
        KeyValue("受托人手机号码", granteeMobile), KeyValue("委托书编号", power.id.description, mono: true),
      ]),
      .heading(1, "一、授权事项"), .paragraph(subject), .paragraph("授权范围：\(power.scope)"),
      .heading(1, "二、授权期限"),
      .paragraph("自 \(Self.day(power.validFrom)) 起，至 \(Self.day(power.validUntil)) 止。到期自动失效。"),
      .heading(1, "三、说明"),
      .list(
        ordered: true,
        [
          "受托人在授权范围和期限内的用印行为，由委托单位承担法律后果；超出范围的，由受托人自行负责。",
          "委托单位可以随时撤销授权；停用印章、修改签章密码或受托人离职时，授权自动失效。已签署的合同不受影响。",
          "受托人不得转委托。每次用印由系统自动记录合同、人员、时间、页码和文件 HASH。",
        ].map { [Run($0)] }),
      .paragraph("本委托书由法定代表人以其数字证书签署，签章见本页下方。"),
    ]
  }

  private var grantee: String {
    guard let businessTypeName, power.kind == .sealUse else { return power.granteeName }
    return "\(power.granteeName)及业务类型「\(businessTypeName)」的全体经办人"
  }

  private var subject: String {
    switch power.kind {
    case .sealUse:
      let seal = "\(organization.name)\(sealKind.map { "的\($0.label.chinese)" } ?? "的印章")"
      let type = businessTypeName.map { "在业务类型「\($0)」的合同中" } ?? "在合同中"
      return "委托单位授权受托人\(type)使用\(seal)（印面见本页左下方）签署电子合同。"
    case .businessRules:
      return "委托单位授权受托人制定和修改本单位的合同业务类型，包括合同编号规则、使用的印章、经办人、审批人和抄送人，并可停用、恢复业务类型。"
    }
  }

  private static func day(_ instant: Instant) -> String {
    let day = CivilTime(instant)
    return "\(day.year) 年 \(day.month) 月 \(day.day) 日"
  }

  static let failed = Bilingual("委托书暂时无法生成，请稍后再试。", "The paper cannot be made at the moment. Try again later.")
}
