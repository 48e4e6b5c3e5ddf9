/// Words of one page with their places.
public struct PageText: Sendable, Equatable {
  /// A word in points, origin at the upper left of the page as shown, y downwards.
  public struct Word: Sendable, Equatable {
    public let text: String
    public let left: Double
    public let top: Double
    public let right: Double
    public let bottom: Double
  }

  /// From 1.
  public let page: Int
  /// Points.
  public let width: Double
  public let height: Double
  public let words: [Word]

  /// The page with the size at which readers show it, in points. poppler tells places on the page as shown, but the
  /// size of the page before it is turned, and knows no user unit (ISO 32000-2 §7.7.3.3).
  public func shown(width: Double, height: Double) -> PageText {
    let area = self.width * self.height
    let scale = area > 0 ? (width * height / area).squareRoot() : 1
    return PageText(
      page: page, width: width, height: height,
      words: words.map { word in
        Word(
          text: word.text, left: word.left * scale, top: word.top * scale, right: word.right * scale,
          bottom: word.bottom * scale)
      })
  }
}

/// Where a keyword stands.
public struct KeywordPlace: Sendable, Equatable {
  public let page: Int
  public let left: Double
  public let top: Double
  public let right: Double
  public let bottom: Double
}

/// Text of a PDF through poppler, in a worker process.
public struct TextExtractor: Sendable {
  /// Places given back for one keyword.
  public static let placesMax = 500

  private let workers: OfficeWorkers

  public init(workers: OfficeWorkers) { self.workers = workers }

  /// The running text in reading order, UTF-8; pages end with a form feed.
  /// - Throws: the errors of a worker.
  public func text(of pdf: [UInt8]) async throws(OfficeError) -> String {
    try await workers.withWorkspace { workspace throws(OfficeError) in
      let file = try workspace.write(pdf, name: "input.pdf")
      let output = try await workers.run(
        .pdftotext, ["-enc", "UTF-8", file, "-"], in: workspace, limits: .text)
      return String(decoding: output, as: UTF8.self)
    }
  }

  /// All words with their boxes on the part of each page that is shown; sizes of turned pages: `PageText.shown`.
  /// - Throws: the errors of a worker.
  public func words(of pdf: [UInt8]) async throws(OfficeError) -> [PageText] {
    try await workers.withWorkspace { workspace throws(OfficeError) in
      let file = try workspace.write(pdf, name: "input.pdf")
      let output = try await workers.run(
        .pdftotext, ["-enc", "UTF-8", "-cropbox", "-bbox", file, "-"], in: workspace, limits: .text)
      return Self.parse(output)
    }
  }

  /// Where `keyword` stands, page by page (关键字签). Spaces are ignored on both sides, because PDF files place
  /// characters one by one; a keyword may run over several words of a line.
  public static func find(_ keyword: String, in pages: [PageText]) -> [KeywordPlace] {
    let wanted = keyword.filter { !$0.isWhitespace }.map(\.self)
    var places: [KeywordPlace] = []
    guard let first = wanted.first else { return [] }
    for page in pages {
      // Characters of the page in order, with the word and the part of its width they take.
      var letters: [(character: Character, word: Int, from: Double, to: Double)] = []
      for (number, word) in page.words.enumerated() {
        let count = Double(max(word.text.count, 1))
        for (index, character) in word.text.enumerated() {
          letters.append((character, number, Double(index) / count, Double(index + 1) / count))
        }
      }
      var start = 0
      while start + wanted.count <= letters.count, places.count < placesMax {
        guard letters[start].character == first,
          (0..<wanted.count).allSatisfy({ letters[start + $0].character == wanted[$0] })
        else {
          start += 1
          continue
        }
        let (begin, end) = (letters[start], letters[start + wanted.count - 1])
        let (head, tail) = (page.words[begin.word], page.words[end.word])
        // A hit that runs over a line end is no place to put a seal.
        if abs(head.top - tail.top) < max(head.bottom - head.top, 1) {
          places.append(
            KeywordPlace(
              page: page.page, left: head.left + (head.right - head.left) * begin.from, top: min(head.top, tail.top),
              right: tail.left + (tail.right - tail.left) * end.to, bottom: max(head.bottom, tail.bottom)))
        }
        start += wanted.count
      }
    }
    return places
  }

  /// Reads poppler's own XHTML line by line: `<page width=… height=…>` and `<word xMin=… …>text</word>`.
  static func parse(_ output: [UInt8]) -> [PageText] {
    var pages: [PageText] = []
    var size = (0.0, 0.0)
    var words: [PageText.Word] = []
    for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
      if line.contains("<page ") {
        let numbers = numbers(in: line)
        size = numbers.count >= 2 ? (numbers[0], numbers[1]) : (0, 0)
        words = []
      } else if line.contains("</page>") {
        pages.append(PageText(page: pages.count + 1, width: size.0, height: size.1, words: words))
      } else if line.contains("<word "), let close = line.firstIndex(of: ">") {
        let numbers = numbers(in: line[..<close])
        let rest = line[line.index(after: close)...]
        guard numbers.count == 4, rest.hasSuffix("</word>") else { continue }
        words.append(
          PageText.Word(
            text: plain(rest.dropLast(7)), left: numbers[0], top: numbers[1], right: numbers[2], bottom: numbers[3]))
      }
    }
    return pages
  }

  private static func numbers(in line: Substring) -> [Double] {
    line.split(separator: "\"").compactMap { Double($0) }
  }

  private static func plain(_ text: Substring) -> String {
    guard text.contains("&") else { return String(text) }
    var result = ""
    var rest = text
    let names: [(Substring, Character)] = [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&"),
    ]
    while let next = rest.first {
      if next == "&", let (name, character) = names.first(where: { rest.hasPrefix($0.0) }) {
        result.append(character)
        rest = rest.dropFirst(name.count)
      } else {
        result.append(next)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}
