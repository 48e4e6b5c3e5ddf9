/// A box on a page in points (1/72 inch), from the lower left corner of the page as shown: CropBox, after rotation (G-04).
package struct PageBox: Equatable, Sendable {
  package let x: Double
  package let y: Double
  package let width: Double
  package let height: Double

  package init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// True when the box has a size and lies on a page of that size (points), with half a point of tolerance.
  package func fits(width pageWidth: Double, height pageHeight: Double) -> Bool {
    isFinite && width >= 4 && height >= 4 && x >= -0.5 && y >= -0.5 && x + width <= pageWidth + 0.5
      && y + height <= pageHeight + 0.5
  }

  package var isFinite: Bool { x.isFinite && y.isFinite && width.isFinite && height.isFinite }
}

/// Something a party puts on a page when it signs (签署位置 `SignField`).
package struct SignPlace: Equatable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// The party's seal.
    case seal
    /// A drawn signature.
    case handwriting
    /// Seal or drawn signature, as the signer chooses.
    case signature
    /// The signing date (时间戳位置).
    case date
    /// A line the initiator fixed or the signer's name.
    case text
    /// 合同编号, else the 系统交易编号 (F-071); appears with the signature of the party it belongs to.
    case number

    /// True for the kinds that carry the party's mark.
    package var isMark: Bool { self == .seal || self == .handwriting || self == .signature }

    /// Default size in points: a seal of 42 mm (B-16), a line of handwriting, a line of text.
    package var defaultSize: (width: Double, height: Double) {
      switch self {
      case .seal, .signature: (119, 119)
      case .handwriting: (120, 60)
      case .date, .text, .number: (120, 20)
      }
    }
  }

  package let id: ID<SignPlace>
  package let partyID: ID<ContractParty>
  package let kind: Kind
  /// From 1.
  package let page: Int
  package let box: PageBox
  /// For `.text`: what is printed; the signer's name when nil.
  package let text: String?

  package init(
    id: ID<SignPlace>, partyID: ID<ContractParty>, kind: Kind, page: Int, box: PageBox, text: String? = nil
  ) {
    self.id = id
    self.partyID = partyID
    self.kind = kind
    self.page = page
    self.box = box
    self.text = text
  }

  /// The form field made for it before the first signature; unique in the file, without periods (ISO 32000-2 §12.7.4.2).
  package var fieldName: String { "heqi-\(id)" }
}
