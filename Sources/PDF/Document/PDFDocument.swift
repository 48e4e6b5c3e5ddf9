import Synchronization

/// An opened PDF file: its bytes, its revisions and a view of each. Strict: nothing is repaired or guessed (R11).
///
/// A class because it is the identity of one opened file; the only state behind the locks is memos of parsed objects
/// and decoded object streams, whose content follows from the bytes.
public final class PDFDocument: Sendable {
  /// The whole file.
  public let bytes: [UInt8]
  /// The caps in force.
  public let limits: PDFLimits
  /// Header version, for example (1, 7); a catalog `/Version` may raise it.
  public let headerVersion: (major: Int, minor: Int)
  /// Original file first.
  public let revisions: [PDFRevision]
  /// Departures from the letter of the standard that reading tolerated; a signer refuses a file with any.
  public let deviations: [PDFDeviation]
  /// Whether the first object is a linearization dictionary (Annex F); hints are never trusted.
  public let isLinearized: Bool
  /// Decryption, when the trailer has `/Encrypt`.
  let security: StandardSecurityHandler?
  let index: CrossReferenceIndex
  let objectStreams = Mutex(ObjectStreamCache())
  let objects = Mutex(ObjectMemo())

  /// Opens a file. Throws a ``PDFError`` when the structure is not exactly readable or a password is missing.
  /// O(cross-reference entries); objects are parsed when asked for, streams are not copied.
  public init(_ bytes: [UInt8], password: String = "", limits: PDFLimits = .standard) throws(PDFError) {
    let version = try PDFDocument.header(bytes)
    var reader = RevisionReader(bytes, limits: limits)
    let sections = try reader.read()
    var builder = RevisionBuilder(fileSize: bytes.count, limits: limits)
    builder.deviations = reader.sections.deviations
    try builder.build(sections)
    self.bytes = bytes
    self.limits = limits
    self.headerVersion = version
    self.revisions = builder.revisions
    self.deviations = builder.deviations
    self.index = builder.index
    self.isLinearized = reader.beginsLinearized()
    self.security = try StandardSecurityHandler.open(
      trailer: builder.revisions[builder.revisions.count - 1].trailer,
      source: RawObjectSource(
        bytes: bytes, index: builder.index, revision: builder.revisions.count - 1, limits: limits),
      password: password)
  }

  /// Whether the file is encrypted (and was opened with the given password).
  public var isEncrypted: Bool { security != nil }
  /// The newest state.
  public var currentView: PDFView { PDFView(document: self, revision: revisions.count - 1) }
  /// The state as of revision `revision` (0 = original).
  public func view(at revision: Int) -> PDFView {
    precondition(revisions.indices.contains(revision), "no such revision")
    return PDFView(document: self, revision: revision)
  }

  /// `%PDF-n.m` at byte 0 (R1).
  private static func header(_ bytes: [UInt8]) throws(PDFError) -> (major: Int, minor: Int) {
    let lexer = Lexer(bytes)
    guard lexer.starts(with: "%PDF-") else {
      var search = Lexer(bytes, end: 1024)
      while !search.isAtEnd {
        if search.starts(with: "%PDF-") {
          throw PDFError(.headerNotAtStart, "Bytes stand before %PDF-. Save the file again without them.", at: 0)
        }
        search.position += 1
      }
      throw PDFError(.headerMissing, "This is not a PDF file.", at: 0)
    }
    guard bytes.count >= 8, bytes[6] == 0x2E, CharacterClass.isDigit(bytes[5]), CharacterClass.isDigit(bytes[7]),
      bytes[5] == 0x31 || bytes[5] == 0x32
    else { throw PDFError(.headerMissing, "The PDF version in the header is not known.", at: 5) }
    return (Int(bytes[5] - 0x30), Int(bytes[7] - 0x30))
  }
}
