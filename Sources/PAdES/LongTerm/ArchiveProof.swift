public import CMS
public import PDF

/// How long a file proves itself: until the certificate behind its newest document time stamp ends (L5).
public struct ArchiveProof: Sendable, Equatable {
  /// When the first certificate of the newest document time stamp ends; nil when the newest revision is no document
  /// time stamp over a security store, so that the file is not B-LTA.
  public let end: PKITime?
  /// Whether each signature carries a time stamp of its own, or a document time stamp proves it: the floor that
  /// validation data stands on.
  public let isEverySignatureTimed: Bool

  /// Reads the newest revision. Trust is another question, for `SignatureValidator`.
  /// Throws `documentUnsuitable`.
  public init(_ document: PDFDocument) throws(PAdESError) {
    let view = document.currentView
    let size = document.bytes.count
    let hasStore = try withPDF { () throws(PDFError) in try view.dictionary("DSS", of: try view.catalog()) } != nil
    let all = try SignatureContents.all(in: view)
    isEverySignatureTimed = all.allSatisfy { $0.provenTime(among: all) != nil }
    guard hasStore, let stamp = all.first(where: { $0.isDocumentTimeStamp && $0.rangeEnd == size }), let token = stamp.tokens.first else {
      end = nil
      return
    }
    end = token.signedData.certificates.filter { !$0.isSelfSigned }.map(\.notAfter).min()
  }
}
