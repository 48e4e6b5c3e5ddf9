/// Why a blob could not be stored or read. Never shows content.
package struct BlobError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Code: String, Sendable {
    /// No copy exists.
    case notFound
    /// Every copy that exists is altered or cut: raise an alarm, restore from a backup.
    case damaged
    /// No room; nothing visible was written (HTTP 507).
    case diskFull
    /// The disk failed. After a failed fsync the disk takes no more writes until restart (drill 4).
    case io
    /// An upload was used after its end, or a prefix reaches past the blob. A programming error.
    case misuse
  }

  package let code: Code
  /// What happened and the remedy.
  package let message: String
  /// The system's error number, or 0.
  package let systemCode: Int32

  package init(_ code: Code, _ message: String, systemCode: Int32 = 0) {
    self.code = code
    self.message = message
    self.systemCode = systemCode
  }

  /// Equality on the code (style 4).
  package static func == (left: BlobError, right: BlobError) -> Bool { left.code == right.code }

  package var description: String {
    "\(code.rawValue): \(message)" + (systemCode == 0 ? "" : " (errno \(systemCode))")
  }
}
