public import Graphics

/// A document as a list of blocks, set on A4 paper and given out as PDF 1.7 with embedded subset fonts.
///
/// The text is searchable and can be copied; the same document gives the same bytes on the same fonts.
public struct Document: Sendable, Equatable {
  /// The tongue of the text (`/Lang`, and Pango's choice of glyph forms).
  public enum Language: String, Sendable, CaseIterable {
    case chinese = "zh-CN"
    case english = "en"
  }

  /// Type and measure of the whole document; lengths in points.
  public struct Style: Sendable, Equatable {
    /// Family of running text; titles are always set in `FontFamily.serif`.
    public var family: FontFamily
    public var size: Double
    /// Line height as a multiple of the size.
    public var leading: Double
    /// Page margins; header and footer stand inside the upper and lower one.
    public var marginSide: Double
    public var marginTop: Double
    public var marginBottom: Double

    public init(
      family: FontFamily = .sans, size: Double = 10, leading: Double = 1.6, marginSide: Double = 56,
      marginTop: Double = 64, marginBottom: Double = 60
    ) {
      self.family = family
      self.size = size
      self.leading = leading
      self.marginSide = marginSide
      self.marginTop = marginTop
      self.marginBottom = marginBottom
    }

    /// Reports, logs, tables.
    public static let report = Style()
    /// Contracts, powers of attorney, agreements: 宋体, larger, wider margins.
    public static let agreement = Style(family: .serif, size: 11, leading: 1.75, marginSide: 70)
  }

  /// A line in the margin of every page. `{page}` and `{pages}` are replaced; `literal` keeps text of users from that.
  public struct RunningLine: Sendable, Equatable {
    public var left: String
    public var centre: String
    public var right: String

    public init(left: String = "", centre: String = "", right: String = "") {
      self.left = left
      self.centre = centre
      self.right = right
    }

    /// Text in which no brace means anything.
    public static func literal(_ text: String) -> String {
      text.split(separator: "{", omittingEmptySubsequences: false).joined(separator: "{{")
    }
  }

  /// Where an anchor came to stand: page from 1, points from the lower left corner.
  public struct PlacedAnchor: Sendable, Equatable {
    public let name: String
    public let page: Int
    public let x: Double
    public let y: Double
    public let width: Double
    public let height: Double
  }

  /// A set document.
  public struct Rendered: Sendable, Equatable {
    public let bytes: [UInt8]
    public let pageCount: Int
    /// In reading order.
    public let anchors: [PlacedAnchor]
  }

  /// Pages in one document.
  public static let pagesMax = 2_000
  /// UTF-8 bytes of text in one block.
  public static let blockBytesMax = 1_000_000

  /// Title in the metadata and the window of the viewer.
  public var title: String
  public var language: Language
  public var blocks: [Block]
  public var header: RunningLine?
  public var footer: RunningLine?
  /// Pale text across every page, behind the blocks.
  public var watermark: String?
  public var style: Style
  /// Seconds since 1970 UTC for `/CreationDate`; nil leaves the date out.
  public var createdSeconds: Int64?
  /// `/Producer` and `/Creator`.
  public var producer: String

  public init(
    title: String, language: Language = .chinese, blocks: [Block], header: RunningLine? = nil,
    footer: RunningLine? = nil, watermark: String? = nil, style: Style = .report, createdSeconds: Int64? = nil,
    producer: String = "Heqi"
  ) {
    self.title = title
    self.language = language
    self.blocks = blocks
    self.header = header
    self.footer = footer
    self.watermark = watermark
    self.style = style
    self.createdSeconds = createdSeconds
    self.producer = producer
  }

  /// The PDF bytes. Blocks its thread for about 5 ms per three pages when fonts are warm, so call it from a worker.
  ///
  /// Safe from any number of threads: Pango layouts and the page builder belong to the call, Pango's font map belongs to
  /// the thread, parsed font files are shared and never change.
  /// - Throws: `fontUnusable`, `imageUnreadable`, `tooManyPages`, `tooMuchText`, `tableMalformed`, `memoryShort`.
  public func render() throws(TypesetError) -> [UInt8] { try renderPlaced().bytes }

  /// The PDF, its number of pages and where its anchors stand. As `render()` otherwise.
  public func renderPlaced() throws(TypesetError) -> Rendered {
    let shaper = try TextShaper(language: language)
    var flow = PageFlow(document: self, shaper: shaper)
    for block in blocks { try flow.place(block) }
    let pages = try flow.finish()
    let writer = DocumentWriter(document: self, fonts: shaper.fonts, images: flow.images, watermark: flow.watermark, structure: flow.structure)
    return Rendered(bytes: try writer.write(pages), pageCount: pages.count, anchors: flow.anchors)
  }
}
