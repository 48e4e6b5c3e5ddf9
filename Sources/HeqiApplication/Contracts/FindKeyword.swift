package import HeqiDomain
import HeqiStorage
package import Office

/// 关键字签: where a word stands, as boxes for places of a kind.
package struct FindKeyword: Sendable {
  /// A box that may become a place.
  package struct Suggestion: Equatable, Sendable {
    package let page: Int
    package let box: PageBox

    package init(page: Int, box: PageBox) {
      self.page = page
      self.box = box
    }
  }

  /// Words of all remembered files together; about ten megabytes.
  private static let wordsMax = 100_000
  private let ledger: ContractLedger
  private let files: ContractFiles
  private let extractor: TextExtractor
  private let recent = RecentReadings<[PageText]>(weightMax: wordsMax)

  package init(ledger: ContractLedger, files: ContractFiles, extractor: TextExtractor) {
    self.ledger = ledger
    self.files = files
    self.extractor = extractor
  }

  /// Boxes beside the word, cut to stay on their pages. Throws `ContractError` `.keywordNotFound`.
  package func callAsFunction(
    _ id: ID<Contract>, keyword: String, kind: SignPlace.Kind, caller: Caller
  ) async throws -> [Suggestion] {
    let found = try await self(id, keywords: [keyword], kind: kind, caller: caller).flatMap(\.self)
    guard !found.isEmpty else { throw ContractError(.keywordNotFound) }
    return found
  }

  /// The boxes of each word, none where it does not stand; the file is read once for all of them.
  ///
  /// Throws `ContractError` `.keywordNotFound` for a file without readable text.
  package func callAsFunction(
    _ id: ID<Contract>, keywords: [String], kind: SignPlace.Kind, caller: Caller
  ) async throws -> [[Suggestion]] {
    let (contract, _) = try await ledger.find(id, for: caller, .draft)
    guard let file = contract.editable?.file else { throw ContractError(.fileMissing) }
    let pages = try await words(of: file, contract)
    return keywords.map { keyword in
      TextExtractor.find(keyword, in: pages).prefix(ContractLimits.placesMax).compactMap { place in
        pages.first { $0.page == place.page }.map { suggestion(place, on: $0, kind) }
      }
    }
  }

  /// The words of each page as shown. A worker process reads them, so they are remembered.
  private func words(of file: ContractFile, _ contract: Contract) async throws -> [PageText] {
    if let pages = recent.find(file.latest.digest) { return pages }
    let pdf = try await files.read(file, number: nil, of: contract)
    let words: [PageText]
    do {
      words = try await extractor.words(of: pdf)
    } catch {
      throw ContractError(.keywordNotFound, "\(error.code)", cause: error)
    }
    let pages = try zip(words, PageGeometry.sizes(of: pdf)).map { $0.shown(width: $1.width, height: $1.height) }
    recent.keep(pages, weight: pages.reduce(1) { $0 + $1.words.count }, for: file.latest.digest)
    return pages
  }

  /// A mark is centred on the end of the word, a line of text stands behind it.
  private func suggestion(_ place: KeywordPlace, on page: PageText, _ kind: SignPlace.Kind) -> Suggestion {
    let size = kind.defaultSize
    let width = min(size.width, page.width), height = min(size.height, page.height)
    let middle = page.height - (place.top + place.bottom) / 2
    let left = kind == .date || kind == .text ? place.right + 2 : place.right - width / 4
    let box = PageBox(
      x: max(0, min(left, page.width - width)), y: max(0, min(middle - height / 2, page.height - height)), width: width,
      height: height)
    return Suggestion(page: place.page, box: box)
  }
}
