/// What the encryption of a file permits (ISO 32000-2 table 22).
public struct PDFPermissions: Sendable, Equatable {
  /// Whether the owner password was given: everything is permitted then.
  public let isOwner: Bool
  /// `/P` as written.
  public let bits: Int32
  /// `/R` of the security handler, 2…6.
  public let handlerRevision: Int

  /// Bit 4: changing the content.
  public var allowsModification: Bool { isOwner || bits & 1 << 3 != 0 }
  /// Bit 6, or bit 9 from handler revision 3 on: filling in form fields, signature fields included.
  public var allowsFormFilling: Bool {
    isOwner || bits & 1 << 5 != 0 || (handlerRevision >= 3 && bits & 1 << 8 != 0)
  }
  /// Bits 4 and 6 together: making new form fields, signature fields included.
  public var allowsFieldCreation: Bool { isOwner || bits & 0b10_1000 == 0b10_1000 }
}

extension PDFDocument {
  /// What the encryption permits; nil when the file is not encrypted.
  public var permissions: PDFPermissions? { security?.permissions }
}
