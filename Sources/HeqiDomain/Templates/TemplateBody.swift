/// What both kinds of content are read into, before and after it is filled (J-018). Filled, it holds no reference,
/// condition or repetition any more.
package struct TemplateBody: Equatable, Sendable {
  package var blocks: [TemplateBlock] = []
  /// Lines in the margin of every page; `{page}` and `{pages}` count.
  package var header = TemplateMargin()
  package var footer = TemplateMargin()
  /// CSS variables; the dark value is for previews only.
  package var colours: [String: TemplateShade] = [:]
  /// Points of running text; nil takes the usual 11.
  package var size: Double?

  package init() {}
}

/// A named colour: in print and light previews, and in dark previews.
package struct TemplateShade: Equatable, Sendable {
  /// 0xRRGGBB.
  package var light: UInt32
  package var dark: UInt32?

  package init(light: UInt32, dark: UInt32? = nil) {
    self.light = light
    self.dark = dark
  }
}

package struct TemplateMargin: Equatable, Sendable {
  package var left: [TemplateInline] = []
  package var centre: [TemplateInline] = []
  package var right: [TemplateInline] = []

  package init() {}
  package var isEmpty: Bool { left.isEmpty && centre.isEmpty && right.isEmpty }
}

package enum TemplateAlignment: String, Sendable, CaseIterable {
  case left, center, right, justify
}

/// How a block stands; lengths in points, nil takes the usual.
package struct TemplateLook: Equatable, Sendable {
  package var alignment: TemplateAlignment?
  /// Of the first line.
  package var indent: Double?
  package var inset: Double?
  package var size: Double?
  /// Multiple of the size.
  package var leading: Double?
  package var before: Double?
  package var after: Double?

  package init() {}
}

package struct TemplateType: Equatable, Sendable {
  package var isBold = false
  package var isUnderlined = false
  package var colour: TemplateColour?
  /// Points.
  package var size: Double?
  /// True for text that a caller sent: nothing in it means anything.
  package var isValue = false

  package init() {}
}

package enum TemplateColour: Equatable, Sendable {
  /// 0xRRGGBB.
  case fixed(UInt32)
  case named(String)
}

package indirect enum TemplateInline: Equatable, Sendable {
  case text(String, TemplateType)
  case reference(TemplateReference, TemplateType)
  case place(TemplatePlace)
  case when(TemplateCondition, [TemplateInline])
}

/// `{{key}}`, `{{key|upper}}`, `{{items.name}}`, `{{items.#}}`.
package struct TemplateReference: Equatable, Sendable {
  package enum Form: String, Sendable, CaseIterable {
    case plain, upper, boxes
  }
  package let key: String
  /// Column of a table value; `#` is the number of the row.
  package let column: String?
  package let form: Form
  package let line: Int

  package init(key: String, column: String? = nil, form: Form = .plain, line: Int = 1) {
    self.key = key
    self.column = column
    self.form = form
    self.line = line
  }

  package var text: String { column.map { "\(key).\($0)" } ?? key }
}

/// `{{seal:PAYER}}`: room in the text where a party signs; typesetting tells where it came to stand (J-014 坐标签).
package struct TemplatePlace: Equatable, Sendable {
  package let kind: SignPlace.Kind
  /// `partyId` or `partyType` of a signer.
  package let party: String
  /// Which one of those that bear the name, from 1.
  package let number: Int
  /// Points.
  package let width: Double
  package let height: Double
  package let line: Int

  package init(kind: SignPlace.Kind, party: String, number: Int = 1, width: Double, height: Double, line: Int = 1) {
    self.kind = kind
    self.party = party
    self.number = number
    self.width = width
    self.height = height
    self.line = line
  }
}

package struct TemplateCondition: Equatable, Sendable {
  package enum Test: Equatable, Sendable {
    case given, missing
    case equal(String), unequal(String)
  }
  package let reference: TemplateReference
  package let test: Test

  package init(_ reference: TemplateReference, _ test: Test) {
    self.reference = reference
    self.test = test
  }
}

/// An item or row: always, only under a condition, or once for each row of a table value.
package struct TemplateRule: Equatable, Sendable {
  package var condition: TemplateCondition?
  package var repeated: TemplateReference?

  package init(condition: TemplateCondition? = nil, repeated: TemplateReference? = nil) {
    self.condition = condition
    self.repeated = repeated
  }
}

package struct TemplateItem: Equatable, Sendable {
  package var inlines: [TemplateInline]
  package var rule: TemplateRule

  package init(_ inlines: [TemplateInline], rule: TemplateRule = TemplateRule()) {
    self.inlines = inlines
    self.rule = rule
  }
}

package struct TemplateCell: Equatable, Sendable {
  package var inlines: [TemplateInline]
  package var columns = 1
  package var rows = 1
  package var alignment: TemplateAlignment?
  package var isHeader = false
  package var shade: TemplateColour?

  package init(_ inlines: [TemplateInline]) { self.inlines = inlines }
}

package struct TemplateRow: Equatable, Sendable {
  package var cells: [TemplateCell]
  package var rule = TemplateRule()
  package var line: Int

  package init(_ cells: [TemplateCell], line: Int) {
    self.cells = cells
    self.line = line
  }
}

package struct TemplateTable: Equatable, Sendable {
  /// Shares of the width.
  package var weights: [Double]
  /// Repeated on every page.
  package var head: [TemplateRow] = []
  package var rows: [TemplateRow] = []
  package var size: Double?

  package init(weights: [Double]) { self.weights = weights }
}

package struct TemplateImage: Equatable, Sendable {
  package enum Source: Equatable, Sendable {
    case picture(TemplatePicture)
    case reference(TemplateReference)
  }
  package var source: Source
  /// Millimetres; nil takes the whole width.
  package var width: Double?
  package var alignment: TemplateAlignment = .left
  package var label: String = ""

  package init(_ source: Source) { self.source = source }
}

package indirect enum TemplateBlock: Equatable, Sendable {
  /// Level 0 is the title.
  case heading(level: Int, [TemplateInline], TemplateLook)
  case paragraph([TemplateInline], TemplateLook)
  case list(ordered: Bool, [TemplateItem], TemplateLook)
  case table(TemplateTable)
  case image(TemplateImage)
  case rule
  /// Points.
  case space(Double)
  case pageBreak
  case when(TemplateCondition, [TemplateBlock], otherwise: [TemplateBlock])
}
