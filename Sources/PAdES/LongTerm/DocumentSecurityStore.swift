public import CMS
public import PDF

/// The validation data that a file carries (ISO 32000-2 §12.8.4.3): certificates, CRLs and OCSP responses.
public struct DocumentSecurityStore: Sendable {
  /// Items of one kind that are read; real stores hold a few dozen.
  static let itemCountMax = 1000

  /// Everything readable, in file order.
  public private(set) var certificates: [X509Certificate] = []
  public private(set) var evidence = RevocationEvidence()

  /// Reads the store of a file as of a revision; empty when there is none. Unreadable items are passed over.
  /// Throws `documentUnsuitable` when the file itself cannot be read.
  public init(_ view: PDFView) throws(PAdESError) {
    let store = try withPDF { () throws(PDFError) in try view.dictionary("DSS", of: try view.catalog()) }
    guard let store else { return }
    for bytes in try Self.streams("Certs", of: store, in: view) {
      if let certificate = try? X509Certificate(der: bytes) { certificates.append(certificate) }
    }
    for bytes in try Self.streams("CRLs", of: store, in: view) {
      if let list = try? CertificateRevocationList(der: bytes) { evidence.crls.append(list) }
    }
    for bytes in try Self.streams("OCSPs", of: store, in: view) {
      if let response = try? OCSPResponse(der: bytes) { evidence.ocspResponses.append(response) }
    }
  }

  static func streams(
    _ key: PDFName, of store: PDFDictionary, in source: some PDFObjectSource
  ) throws(PAdESError) -> [[UInt8]] {
    try withPDF { () throws(PDFError) in
      var found: [[UInt8]] = []
      for item in (try source.array(key, of: store) ?? []).prefix(itemCountMax) {
        if let stream = try source.resolve(item).streamValue { found.append(try source.data(of: stream)) }
      }
      return found
    }
  }
}

/// Validation data for one signature, to be put under its own VRI entry (ETSI EN 319 142-1 §5.4.2.3).
struct SignatureEvidence {
  /// Upper-case hexadecimal SHA-1 of the whole `/Contents`, padding included (L3); nil for no entry.
  let key: String?
  var certificates: [X509Certificate] = []
  var evidence = RevocationEvidence()

  init(contents: [UInt8]?) {
    key = contents.map { contents in
      let digits = Array("0123456789ABCDEF".utf8)
      let hash = DigestAlgorithm.sha1.hash(contents)
      return String(decoding: hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
  }

  mutating func add(_ certificate: X509Certificate) {
    if !certificates.contains(certificate) { certificates.append(certificate) }
  }

  mutating func add(_ source: RevocationSource) {
    switch source {
    case .crl(let list): if !evidence.crls.contains(list) { evidence.crls.append(list) }
    case .ocsp(let response, _):
      if !evidence.ocspResponses.contains(response) { evidence.ocspResponses.append(response) }
    }
  }
}

/// Writes a store that extends the old one: old streams and VRI entries stay as they are (L3).
struct SecurityStoreWriter {
  private var update: IncrementalUpdate
  private var store: PDFDictionary
  private let storeReference: PDFReference?
  private var known: [PDFName: [(bytes: [UInt8], item: PDFObject)]] = [:]

  init(_ document: PDFDocument) throws(PAdESError) {
    update = try withPDF { () throws(PDFError) in try IncrementalUpdate(document) }
    let view = document.currentView
    let catalog = try withPDF { () throws(PDFError) in try view.catalog() }
    storeReference = catalog["DSS"]?.referenceValue
    store = try withPDF { () throws(PDFError) in try view.dictionary("DSS", of: catalog) } ?? ["Type": .name("DSS")]
    for key in ["Certs", "CRLs", "OCSPs"] as [PDFName] {
      let items = try withPDF { () throws(PDFError) in try view.array(key, of: store) } ?? []
      var list: [(bytes: [UInt8], item: PDFObject)] = []
      for item in items {
        let bytes = try withPDF { () throws(PDFError) in
          try view.resolve(item).streamValue.map { stream throws(PDFError) in try view.data(of: stream) }
        }
        list.append((bytes ?? [], item))
      }
      known[key] = list
    }
  }

  /// Adds the material of every signature and answers the new file; nil when everything was there already.
  mutating func write(_ signatures: [SignatureEvidence]) throws(PAdESError) -> [UInt8]? {
    var records = try withPDF { () throws(PDFError) in try update.dictionary("VRI", of: store) } ?? PDFDictionary()
    let before = (known.mapValues(\.count), records.count)
    for signature in signatures {
      var record = PDFDictionary()
      let groups: [(PDFName, PDFName, [[UInt8]])] = [
        ("Certs", "Cert", signature.certificates.map(\.der)), ("CRLs", "CRL", signature.evidence.crls.map(\.der)),
        ("OCSPs", "OCSP", signature.evidence.ocspResponses.map(\.der)),
      ]
      for (key, entry, items) in groups where !items.isEmpty {
        record[entry] = .array(items.map { reference($0, under: key) })
      }
      guard let name = signature.key, records[PDFName(name)] == nil, !record.isEmpty else { continue }
      records[PDFName(name)] = .reference(update.add(.dictionary(record)))
    }
    if before == (known.mapValues(\.count), records.count) { return nil }
    for (key, list) in known where !list.isEmpty { store[key] = .array(list.map(\.item)) }
    if !records.isEmpty { try putRecords(records) }
    let finished = store
    if let storeReference {
      update.set(storeReference, .dictionary(finished))
    } else {
      let reference = update.add(.dictionary(finished))
      try withPDF { () throws(PDFError) in try update.setCatalogEntry("DSS", .reference(reference)) }
    }
    return try withPDF { () throws(PDFError) in try update.serialize() }
  }

  private mutating func putRecords(_ records: PDFDictionary) throws(PAdESError) {
    if let reference = store["VRI"]?.referenceValue {
      update.set(reference, .dictionary(records))
    } else {
      store["VRI"] = .dictionary(records)
    }
  }

  private mutating func reference(_ bytes: [UInt8], under key: PDFName) -> PDFObject {
    if let found = known[key]?.first(where: { $0.bytes == bytes }) { return found.item }
    let item = PDFObject.reference(update.addStream(data: bytes))
    known[key, default: []].append((bytes, item))
    return item
  }
}
