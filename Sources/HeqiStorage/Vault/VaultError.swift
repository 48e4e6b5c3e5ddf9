/// Why a secret could not be sealed or opened. Never shows key or content.
package struct VaultError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Code: String, Sendable {
    /// A master key is not 32 bytes.
    case keyLength
    /// The secret is wrapped by a master key that this server was not given.
    case unknownMasterKey
    /// Authentication failed: altered, moved to another place, or another key.
    case damaged
    /// The owner has no data key: never made, or destroyed.
    case missingKey
  }

  package let code: Code
  /// What happened and the remedy.
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// Equality on the code (style 4).
  package static func == (left: VaultError, right: VaultError) -> Bool { left.code == right.code }

  package var description: String { "\(code.rawValue): \(message)" }
}
