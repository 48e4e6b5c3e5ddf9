public import PDF

/// Creates every field of every party before the first signature, so that later revisions only fill what was
/// prepared and no signature breaks an earlier one (A5).
public struct SignaturePreparation: Sendable {
  /// Fields of one document that are prepared.
  public static let fieldCountMax = 2000

  /// A place on a page.
  public struct Place: Sendable, Equatable {
    /// Field name, unique in the document, without periods (W6).
    public let name: String
    /// 0 for the first page.
    public let page: Int
    /// In user space; `.zero` makes an invisible signature field.
    public let rect: PDFRectangle

    /// Makes a place.
    public init(name: String, page: Int, rect: PDFRectangle) {
      self.name = name
      self.page = page
      self.rect = rect
    }
  }

  /// What the party's signature will lock.
  public enum LockScope: Sendable, Equatable {
    /// The party's own further places; nothing when it has none.
    case ownPlaces
    /// Every field, for a last signature that nothing follows. Long-term data may follow by the standard, but
    /// pyHanko 0.38 refuses any revision after a lock over fields that an earlier party filled.
    case everything
  }

  /// One signing party.
  public struct Party: Sendable, Equatable {
    /// The signature field.
    public let signature: Place
    /// Further seal places: cross-page slices, second seals. They become read-only buttons.
    public let seals: [Place]
    /// Date and text boxes. They become read-only text fields.
    public let texts: [Place]
    public let lock: LockScope

    /// Makes a party.
    public init(signature: Place, seals: [Place] = [], texts: [Place] = [], lock: LockScope = .ownPlaces) {
      self.signature = signature
      self.seals = seals
      self.texts = texts
      self.lock = lock
    }

    /// The lock its signature field carries; nil when there is nothing to lock.
    var fieldLock: PDFFieldLock? {
      switch lock {
      case .everything: PDFFieldLock(.all)
      case .ownPlaces:
        seals.isEmpty && texts.isEmpty ? nil : PDFFieldLock(.include, fields: (seals + texts).map(\.name))
      }
    }
  }

  /// The parties in the order of their fields.
  public let parties: [Party]

  /// Makes a preparation.
  public init(_ parties: [Party]) { self.parties = parties }

  /// The document with one more revision that holds all fields. Throws `tooLate` when it is already signed,
  /// `fieldNameInvalid`, `invalidArgument` for a page that does not exist, `documentUnsuitable`.
  public func apply(to document: PDFDocument) throws(PAdESError) -> [UInt8] {
    let count = parties.reduce(0) { $0 + 1 + $1.seals.count + $1.texts.count }
    guard count > 0, count <= Self.fieldCountMax else {
      throw PAdESError(.invalidArgument, "between 1 and \(Self.fieldCountMax) fields can be prepared")
    }
    var update = try withPDF { () throws(PDFError) in try IncrementalUpdate(document) }
    let isSigned = try withPDF { () throws(PDFError) in try update.hasSignatures() }
    guard !isSigned else {
      throw PAdESError(.tooLate, "fields must be prepared before the first signature")
    }
    let pages = try withPDF { () throws(PDFError) in
      update.skipNumbers(through: try document.checkSoundness())
      return try document.currentView.pages()
    }
    for party in parties {
      for place in [party.signature] + party.seals + party.texts {
        guard pages.indices.contains(place.page) else {
          throw PAdESError(.invalidArgument, "page \(place.page + 1) does not exist")
        }
        guard !place.name.isEmpty, !place.name.contains(".") else {
          throw PAdESError(.fieldNameInvalid, "a field name must not be empty or contain a period")
        }
      }
      for place in party.seals + party.texts where place.rect.isEmpty {
        throw PAdESError(.invalidArgument, "a seal or text place needs an area")
      }
      try withPDF { () throws(PDFError) in
        let signature = party.signature
        try update.addSignatureField(
          name: signature.name, page: pages[signature.page], rect: signature.rect, lock: party.fieldLock)
        for place in party.seals {
          try update.addSealPlace(name: place.name, page: pages[place.page], rect: place.rect)
        }
        for place in party.texts {
          try update.addTextPlace(name: place.name, page: pages[place.page], rect: place.rect)
        }
      }
    }
    return try withPDF { () throws(PDFError) in try update.serialize() }
  }
}
