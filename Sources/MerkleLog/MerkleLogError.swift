/// What went wrong while building, reading or checking a log; two errors are equal when their codes are equal.
public struct MerkleLogError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of failure. Callers branch on this, never on the message.
  public enum Code: String, Sendable, CaseIterable {
    // proofs
    case indexOutOfRange, sizeOutOfRange, proofLengthWrong, rootMismatch, oldRootMismatch
    // tiles and entry bundles
    case tilePathInvalid, tileInvalid, tileMissing, entryTooLarge, bundleInvalid
    // notes and checkpoints
    case noteMalformed, keyMalformed, signatureInvalid, signatureMissing
    case checkpointMalformed, originMismatch
  }

  /// The kind of failure.
  public let code: Code
  /// What happened and what to do about it.
  public let message: String

  /// Makes an error; `message` says what happened and the remedy.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public static func == (left: MerkleLogError, right: MerkleLogError) -> Bool { left.code == right.code }

  public var description: String { "log \(code.rawValue): \(message)" }
}
