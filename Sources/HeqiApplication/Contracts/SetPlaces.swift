package import HeqiDomain
import HeqiPorts
import HeqiStorage
import PDF

/// Where each party signs (F-071): boxes in points on the pages as shown.
package struct SetPlaces: Sendable {
  /// One box; lower left corner of the page as shown is the origin.
  package struct Place: Sendable {
    /// An existing place; nil for a new one.
    package let id: ID<SignPlace>?
    package let partyID: ID<ContractParty>
    package let kind: SignPlace.Kind
    package let page: Int
    package let box: PageBox
    package let text: String?

    package init(
      id: ID<SignPlace>? = nil, partyID: ID<ContractParty>, kind: SignPlace.Kind, page: Int, box: PageBox,
      text: String? = nil
    ) {
      self.id = id
      self.partyID = partyID
      self.kind = kind
      self.page = page
      self.box = box
      self.text = text
    }
  }

  private let ledger: ContractLedger
  private let pages: ContractPages

  package init(ledger: ContractLedger, pages: ContractPages) {
    self.ledger = ledger
    self.pages = pages
  }

  /// Replaces all places of the draft. Throws `ContractError` `.placeOutsidePage`, `.tooManyPlaces`, `.notAParty`.
  package func callAsFunction(_ id: ID<Contract>, _ places: [Place], caller: Caller) async throws -> Contract {
    guard places.count <= ContractLimits.placesMax else { throw ContractError(.tooManyPlaces) }
    let sizes = try await pages(id, caller: caller)
    for place in places {
      guard sizes.indices.contains(place.page - 1),
        place.box.fits(width: sizes[place.page - 1].width, height: sizes[place.page - 1].height)
      else { throw ContractError(.placeOutsidePage, "page \(place.page)") }
    }
    let now = ledger.clock.now
    let random = ledger.random
    let fresh: [ID<SignPlace>] = places.map { _ in random.id(at: now) }
    return try await ledger.perform(id, for: caller, .draft) { contract, _ in
      let known = Set(contract.editable?.places.map(\.id) ?? [])
      let boxes = places.indices.map { index in
        let place = places[index]
        return SignPlace(
          id: place.id.flatMap { known.contains($0) ? $0 : nil } ?? fresh[index], partyID: place.partyID,
          kind: place.kind,
          page: place.page, box: place.box, text: place.text.map { String($0.trimmingWhitespace.prefix(100)) })
      }
      return .saveDraft(RoundEdit(places: boxes))
    }
  }
}

/// Size of a page as shown, in points.
package struct PageSize: Equatable, Sendable {
  package let width: Double
  package let height: Double

  package init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }
}

/// Page sizes of a contract's file, for the place editor and the viewer.
package struct ContractPages: Sendable {
  /// Pages of all remembered files together.
  private static let pagesMax = 20_000
  private let ledger: ContractLedger
  private let files: ContractFiles
  private let recent = RecentReadings<[PageSize]>(weightMax: pagesMax)

  package init(ledger: ContractLedger, files: ContractFiles) {
    self.ledger = ledger
    self.files = files
  }

  /// One size per page, of the editable file where there is one. Throws `ContractError`.
  package func callAsFunction(_ id: ID<Contract>, caller: Caller) async throws -> [PageSize] {
    let (contract, party) = try await ledger.find(id, for: caller, .view)
    let editable = party.side == .initiator ? contract.editable?.file : nil
    guard let file = editable ?? contract.round.file else { return [] }
    if let sizes = recent.find(file.latest.digest) { return sizes }
    let sizes = try Self.sizes(of: try await files.read(file, number: nil, of: contract))
    recent.keep(sizes, weight: sizes.count, for: file.latest.digest)
    return sizes
  }

  static func sizes(of bytes: [UInt8]) throws -> [PageSize] {
    do throws(PDFError) {
      return try PDFDocument(bytes).currentView.pages().map {
        PageSize(width: $0.displayWidth, height: $0.displayHeight)
      }
    } catch {
      throw ContractError(.storageDamaged, "stored file", cause: error)
    }
  }
}
