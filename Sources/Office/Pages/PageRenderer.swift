/// Size and number of the pages of a PDF, as poppler sees them.
public struct PageSummary: Sendable, Equatable {
  /// One page as shown: rotation already applied.
  public struct Page: Sendable, Equatable {
    /// Points.
    public let width: Double
    public let height: Double
    /// 0, 90, 180 or 270 degrees clockwise.
    public let rotation: Int
  }

  public let pageCount: Int
  /// At most `PageRenderer.pagesMax` pages.
  public let pages: [Page]
  public let isEncrypted: Bool
}

/// Page images of a PDF through poppler, one process a page.
public struct PageRenderer: Sendable {
  /// How a page image is packed.
  public enum Format: Sendable, Equatable {
    case png
    /// Quality 1…100; 82 is clear at half the size of PNG.
    case jpeg(quality: Int)
  }

  /// Pages whose sizes are listed; issue 2 allows 500.
  public static let pagesMax = 2_000
  /// Width of a page image in pixels.
  public static let widthRange = 32...4_096

  private let workers: OfficeWorkers

  public init(workers: OfficeWorkers) { self.workers = workers }

  /// Number and sizes of the pages.
  /// - Throws: `unreadable` when poppler cannot open the file (a password, damage), and the errors of a worker.
  public func summary(of pdf: [UInt8]) async throws(OfficeError) -> PageSummary {
    try await workers.withWorkspace { workspace throws(OfficeError) in
      let file = try workspace.write(pdf, name: "input.pdf")
      let output = try await workers.run(
        .pdfinfo, ["-f", "1", "-l", "\(Self.pagesMax)", file], in: workspace, limits: .text)
      guard let summary = Self.parse(output) else {
        throw OfficeError(.unreadable, "The file cannot be read as PDF; it may be damaged.")
      }
      return summary
    }
  }

  /// The image of page `page` (from 1), `width` pixels wide, cropped to the CropBox.
  /// - Throws: `pageOutOfRange`, and the errors of a worker.
  public func image(
    of pdf: [UInt8], page: Int, width: Int, format: Format = .jpeg(quality: 82)
  ) async throws(OfficeError) -> [UInt8] {
    try await withPages(of: pdf) { pages throws(OfficeError) in
      try await pages.image(page: page, width: width, format: format)
    }
  }

  /// Writes the file once and lets `body` take as many page images of it as it likes.
  public func withPages<Result: Sendable>(
    of pdf: [UInt8], _ body: (OpenPages) async throws(OfficeError) -> Result
  ) async throws(OfficeError) -> Result {
    try await workers.withWorkspace { workspace throws(OfficeError) in
      let file = try workspace.write(pdf, name: "input.pdf")
      return try await body(OpenPages(workers: workers, workspace: workspace, file: file))
    }
  }

  /// A PDF that lies in a private folder; only valid inside `withPages`.
  public struct OpenPages: Sendable {
    fileprivate let workers: OfficeWorkers
    fileprivate let workspace: Workspace
    fileprivate let file: String

    /// The image of page `page` (from 1), `width` pixels wide.
    public func image(
      page: Int, width: Int, format: Format = .jpeg(quality: 82)
    ) async throws(OfficeError) -> [UInt8] {
      guard page >= 1, page <= 100_000, PageRenderer.widthRange.contains(width) else {
        throw OfficeError(.pageOutOfRange, "There is no such page, or its image would be too wide.")
      }
      let packing: [String]
      switch format {
      case .png: packing = ["-png"]
      case .jpeg(let quality): packing = ["-jpeg", "-jpegopt", "quality=\(min(max(quality, 1), 100)),optimize=y"]
      }
      let bytes = try await workers.run(
        .pdftoppm,
        [
          "-f", "\(page)", "-l", "\(page)", "-cropbox", "-scale-to-x", "\(width)", "-scale-to-y", "-1",
          // Without it poppler gives a turned page the wanted width as its height.
          "-scale-dimension-before-rotation",
        ] + packing + [file], in: workspace, limits: .page)
      // Poppler says nothing and succeeds when the page does not exist.
      guard !bytes.isEmpty else { throw OfficeError(.pageOutOfRange, "The document has no page \(page).") }
      return bytes
    }
  }

  /// Reads the lines of `pdfinfo`: `Pages: 2`, `Page    1 size:  595.28 x 841.89 pts (A4)`, `Page    1 rot:   90`.
  static func parse(_ output: [UInt8]) -> PageSummary? {
    var count = 0
    var encrypted = false
    var sizes: [Int: (Double, Double)] = [:]
    var rotations: [Int: Int] = [:]
    for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ", omittingEmptySubsequences: true)
      guard words.count >= 2 else { continue }
      if words[0] == "Pages:" { count = Int(words[1]) ?? 0 }
      if words[0] == "Encrypted:" { encrypted = words[1].hasPrefix("yes") }
      guard words[0] == "Page", let page = Int(words[1]), words.count >= 4 else { continue }
      if words[2] == "size:", words.count >= 6, let width = Double(words[3]), let height = Double(words[5]) {
        sizes[page] = (width, height)
      }
      if words[2] == "rot:" { rotations[page] = Int(words[3]) ?? 0 }
    }
    guard count > 0 else { return nil }
    var pages: [PageSummary.Page] = []
    for page in 1...min(count, pagesMax) {
      guard let size = sizes[page] else { return nil }
      let rotation = rotations[page] ?? 0
      let turned = rotation % 180 != 0
      pages.append(
        PageSummary.Page(
          width: turned ? size.1 : size.0, height: turned ? size.0 : size.1, rotation: rotation))
    }
    return PageSummary(pageCount: count, pages: pages, isEncrypted: encrypted)
  }
}
