/// Text with signature lines below it, as transparency logs exchange it (C2SP signed-note).
public struct SignedNote: Hashable, Sendable, CustomStringConvertible {
  /// One signature line; its key may be unknown to the reader.
  public struct Signature: Hashable, Sendable {
    /// Name of the key.
    public let name: String
    /// Number of the key, big-endian first four bytes of the line's base64.
    public let keyID: UInt32
    /// Signature bytes in the format of the key's algorithm.
    public let bytes: [UInt8]
  }

  /// The signed text, ending in a newline.
  public let text: String
  /// Signature lines in order; verified only by `verified(by:)`.
  public let signatures: [Signature]

  /// Signs `text`, which ends in a newline and holds no other control character, by each signer in order.
  ///
  /// Throws `noteMalformed` for such text, for no signer, or for more than 64.
  public init(text: String, signers: [NoteSigner]) throws(MerkleLogError) {
    let bytes = Array(text.utf8)
    guard SignedNote.isText(bytes), !signers.isEmpty, signers.count <= MerkleLogLimits.noteSignaturesMax,
      bytes.count <= MerkleLogLimits.noteBytesMax
    else { throw .note("text must end in a newline and hold no control character, with 1 to 64 signers") }
    var signatures: [Signature] = []
    for signer in signers {
      let signature = try signer.signature(over: bytes)
      signatures.append(Signature(name: signer.verifier.name, keyID: signer.verifier.keyID, bytes: signature))
    }
    self.text = text
    self.signatures = signatures
  }

  /// Reads a note; limits: 64 KiB, 64 signatures. Throws `noteMalformed`. Trust nothing before `verified(by:)`.
  public init(_ note: [UInt8]) throws(MerkleLogError) {
    guard note.count <= MerkleLogLimits.noteBytesMax else { throw .note("more than 64 KiB") }
    guard let string = String(validating: note, as: UTF8.self), SignedNote.isText(note) else {
      throw .note("not UTF-8 text that ends in a newline")
    }
    // The text is separated from the signatures by the last empty line.
    guard let separator = SignedNote.lastBlankLine(in: note) else { throw .note("no empty line before the signatures") }
    let lines = note[(separator + 2)...].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .dropLast()
    guard (1...MerkleLogLimits.noteSignaturesMax).contains(lines.count) else {
      throw .note("not 1 to 64 signature lines")
    }
    var signatures: [Signature] = []
    for line in lines { signatures.append(try SignedNote.signature(in: line)) }
    self.signatures = signatures
    text = String(string.utf8.prefix(separator + 1)) ?? ""
  }

  /// The verifiers among `known` that signed the text. Signatures of unknown keys are passed over.
  ///
  /// Throws `signatureInvalid` when a known key's signature does not hold, `signatureMissing` when no known key signed.
  public func verified(by known: [NoteVerifier]) throws(MerkleLogError) -> [NoteVerifier] {
    let bytes = Array(text.utf8)
    var holding: [NoteVerifier] = []
    for signature in signatures {
      let keys = known.filter { $0.name == signature.name && $0.keyID == signature.keyID }
      guard let key = keys.first, !holding.contains(key) else { continue }
      guard key.isValid(signature.bytes, over: bytes) else {
        throw MerkleLogError(.signatureInvalid, "the signature of \(key.name) does not hold; the note was changed")
      }
      holding.append(key)
    }
    guard !holding.isEmpty else {
      throw MerkleLogError(.signatureMissing, "no known key signed this note; check the configured verifier keys")
    }
    return holding
  }

  /// The note as it is published.
  public var description: String {
    signatures.reduce(into: text + "\n") { note, signature in
      let id = (0..<4).map { UInt8(truncatingIfNeeded: signature.keyID >> UInt32(24 - 8 * $0)) }
      note += "— \(signature.name) \(Base64.encode(id + signature.bytes))\n"
    }
  }
}

extension SignedNote {
  /// Em dash and space in UTF-8.
  private static let lineStart = Array("— ".utf8)

  /// Ends in a newline, holds no other ASCII control character.
  private static func isText(_ bytes: [UInt8]) -> Bool {
    bytes.last == UInt8(ascii: "\n") && !bytes.contains { $0 < 0x20 && $0 != UInt8(ascii: "\n") }
  }

  /// Offset of the first newline of the last "\n\n".
  private static func lastBlankLine(in bytes: [UInt8]) -> Int? {
    var index = bytes.count - 2
    while index >= 0 {
      if bytes[index] == UInt8(ascii: "\n"), bytes[index + 1] == UInt8(ascii: "\n") { return index }
      index -= 1
    }
    return nil
  }

  private static func signature(in line: ArraySlice<UInt8>) throws(MerkleLogError) -> Signature {
    guard line.starts(with: lineStart) else { throw .note("a signature line begins with an em dash and a space") }
    let parts = line.dropFirst(lineStart.count).split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 2, let name = String(validating: parts[0], as: UTF8.self), NoteVerifier.isName(name),
      let encoded = String(validating: parts[1], as: UTF8.self), let bytes = Base64.decode(encoded), bytes.count > 4
    else { throw .note("a signature line reads «— name base64»") }
    let keyID = bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return Signature(name: name, keyID: keyID, bytes: Array(bytes.dropFirst(4)))
  }
}

extension MerkleLogError {
  fileprivate static func note(_ reason: String) -> MerkleLogError {
    MerkleLogError(.noteMalformed, "not a signed note: \(reason)")
  }
}
