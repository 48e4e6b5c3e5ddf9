import HeqiDomain
package import HeqiPorts
package import Office
import PDF

/// Where the signers of an API contract sign: by coordinates, by keyword, or, where nothing is said, one seal each at the
/// foot of the last page (api.md `signFields[]`, J-014 坐标签).
package struct PlaceClientFields: Sendable {
  /// Boxes and the number of pages they stand on.
  struct Placed: Sendable {
    let places: [SignPlace]
    let pageCount: Int
  }

  /// Space between automatic seals and to the edge of the page, points.
  private static let gap = 24.0
  private let extractor: TextExtractor
  private let random: any RandomSource

  package init(extractor: TextExtractor, random: any RandomSource) {
    self.extractor = extractor
    self.random = random
  }

  /// Throws `ClientError` naming the field.
  func callAsFunction(
    _ fields: [ClientContractRequest.Field], signers: [ClientSigner], parts: [FilePart] = [],
    in bytes: [UInt8], at now: Instant
  ) async throws -> Placed {
    let pages: [PDFPage]
    do {
      pages = try PDFDocument(bytes).currentView.pages()
    } catch {
      throw ClientError.parameter("fileId", "文件无法读取。", "The file cannot be read.")
    }
    let parties = Dictionary(signers.map { ($0.partyID, $0.id) }) { first, _ in first }
    var places: [SignPlace] = []
    var words: [PageText]?
    let ticking = Set(signers.filter { $0.signMethod.mode == .clickwrap }.map(\.partyID))
    for field in fields {
      guard let party = parties[field.partyID] else { continue }
      if ticking.contains(field.partyID) {
        throw ClientError.parameter(
          field.path, "勾选确认（CLICKWRAP）的签署方没有签署位置。", "A signer by CLICKWRAP has no place to sign; leave the field out.")
      }
      let part = try Self.part(of: field, parts)
      switch field.position {
      case .box(let typed, let x, let y):
        let page = try Self.page(typed, in: part, field)
        let size = size(of: field)
        places.append(try place(field, party, page, PageBox(x: x, y: y, width: size.width, height: size.height), pages, now))
      case .keyword(let keyword):
        if words == nil {
          words = zip(try await text(of: bytes), pages).map { $0.shown(width: $1.displayWidth, height: $1.displayHeight) }
        }
        let own = (words ?? []).filter { text in part.map { ($0.firstPage...$0.lastPage).contains(text.page) } ?? true }
        places += try found(keyword, field, party, own, pages, now)
      }
    }
    let bare = signers.filter { signer in !ticking.contains(signer.partyID) && !places.contains { $0.partyID == signer.id && $0.kind.isMark } }
    return Placed(places: places + automatic(bare, pages, now), pageCount: pages.count)
  }

  /// The file that a field counts its pages in; nil for the contract as a whole.
  private static func part(of field: ClientContractRequest.Field, _ parts: [FilePart]) throws(ClientError) -> FilePart? {
    guard let number = field.file, !(parts.isEmpty && number == 1) else { return nil }
    guard parts.indices.contains(number - 1) else {
      throw .parameter("\(field.path).file", "合同只有 \(max(1, parts.count)) 个文件。", "The contract has \(max(1, parts.count)) files.")
    }
    return parts[number - 1]
  }

  private static func page(
    _ typed: Int, in part: FilePart?, _ field: ClientContractRequest.Field
  ) throws(ClientError) -> Int {
    guard let part else { return typed }
    guard typed <= part.pageCount else {
      throw .parameter("\(field.path).page", "该文件只有 \(part.pageCount) 页。", "This file has \(part.pageCount) pages.")
    }
    return part.firstPage + typed - 1
  }

  private func size(of field: ClientContractRequest.Field) -> (width: Double, height: Double) {
    let usual = field.kind.defaultSize
    return (field.width ?? usual.width, field.height ?? usual.height)
  }

  private func place(
    _ field: ClientContractRequest.Field, _ party: ID<ContractParty>, _ page: Int, _ box: PageBox, _ pages: [PDFPage],
    _ now: Instant
  ) throws(ClientError) -> SignPlace {
    guard pages.indices.contains(page - 1) else {
      throw .parameter("\(field.path).page", "文件只有 \(pages.count) 页。", "The file has \(pages.count) pages.")
    }
    let shown = pages[page - 1]
    guard box.fits(width: shown.displayWidth, height: shown.displayHeight) else {
      throw .parameter(
        field.path, "签署位置超出页面（\(Int(shown.displayWidth))×\(Int(shown.displayHeight)) 点）。",
        "The field lies outside the page of \(Int(shown.displayWidth)) × \(Int(shown.displayHeight)) points.")
    }
    return SignPlace(id: random.id(at: now), partyID: party, kind: field.kind, page: page, box: box)
  }

  private func text(of bytes: [UInt8]) async throws -> [PageText] {
    do {
      return try await extractor.words(of: bytes)
    } catch {
      throw ClientError.parameter("signFields", "文件中的文字无法读取，请改用坐标。", "The text of the file cannot be read; use coordinates.")
    }
  }

  private func found(
    _ keyword: String, _ field: ClientContractRequest.Field, _ party: ID<ContractParty>, _ words: [PageText],
    _ pages: [PDFPage], _ now: Instant
  ) throws(ClientError) -> [SignPlace] {
    let hits = TextExtractor.find(keyword, in: words).prefix(ContractLimits.placesMax)
    guard !hits.isEmpty else {
      throw .parameter("\(field.path).keyword", "文件中没有找到关键字。", "The keyword does not occur in the file.")
    }
    let size = size(of: field)
    var places: [SignPlace] = []
    for hit in hits {
      guard let page = words.first(where: { $0.page == hit.page }) else { continue }
      let width = min(size.width, page.width), height = min(size.height, page.height)
      let isLine = field.kind == .date || field.kind == .text
      let left = isLine ? hit.right + 2 : hit.right - width / 4
      let middle = page.height - (hit.top + hit.bottom) / 2
      let box = PageBox(
        x: max(0, min(left, page.width - width)), y: max(0, min(middle - height / 2, page.height - height)), width: width,
        height: height)
      places.append(try place(field, party, hit.page, box, pages, now))
    }
    return places
  }

  /// From the lower right corner of the last page leftwards, then upwards.
  private func automatic(_ signers: [ClientSigner], _ pages: [PDFPage], _ now: Instant) -> [SignPlace] {
    guard let last = pages.last else { return [] }
    let usual = SignPlace.Kind.signature.defaultSize
    let side = min(usual.width, last.displayWidth / 2 - Self.gap, last.displayHeight / 2 - Self.gap)
    let columns = max(1, Int((last.displayWidth - Self.gap) / (side + Self.gap)))
    return signers.enumerated().map { index, signer in
      let column = index % columns, row = index / columns
      let x = last.displayWidth - Double(column + 1) * (side + Self.gap)
      let y = min(Self.gap + Double(row) * (side + Self.gap), max(0, last.displayHeight - side))
      return SignPlace(
        id: random.id(at: now), partyID: signer.id, kind: .signature, page: pages.count,
        box: PageBox(x: x, y: y, width: side, height: side))
    }
  }
}
