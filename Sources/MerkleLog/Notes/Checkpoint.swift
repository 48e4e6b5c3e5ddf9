/// A log's tree head as note text: origin, size, root, extension lines (C2SP tlog-checkpoint).
public struct Checkpoint: Hashable, Sendable {
  /// The log's unique name, for example `heqi.example.com/log`.
  public let origin: String
  /// Leaves in the tree.
  public let size: UInt64
  /// The hash over all of them.
  public let root: MerkleHash
  /// Opaque lines after the root; C2SP advises against them.
  public let extensions: [String]

  /// Throws `checkpointMalformed` when the origin or an extension is empty or holds a control character.
  public init(origin: String, head: TreeHead, extensions: [String] = []) throws(MerkleLogError) {
    for line in [origin] + extensions where line.isEmpty || line.utf8.contains(where: { $0 < 0x20 }) {
      throw .checkpoint("origin and extension lines are one non-empty line each")
    }
    self.origin = origin
    size = head.size
    root = head.root
    self.extensions = extensions
  }

  /// Reads note text. Throws `checkpointMalformed`.
  public init(text: String) throws(MerkleLogError) {
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      String($0) ?? ""
    }
    guard lines.count >= 4, lines.removeLast().isEmpty else { throw .checkpoint("fewer than three lines") }
    guard let size = UInt64(lines[1]), String(size) == lines[1], size <= MerkleLogLimits.treeSizeMax else {
      throw .checkpoint("the second line is the size without leading zeroes, at most 2^56")
    }
    guard let bytes = Base64.decode(lines[2]), let root = MerkleHash(bytes) else {
      throw .checkpoint("the third line is the base64 of a 32-byte root")
    }
    try self.init(origin: lines[0], head: TreeHead(size: size, root: root), extensions: Array(lines.dropFirst(3)))
  }

  /// Size and root together.
  public var head: TreeHead { TreeHead(size: size, root: root) }

  /// The note text to sign.
  public var text: String {
    ([origin, String(size), Base64.encode(root.bytes)] + extensions).joined(separator: "\n") + "\n"
  }

  /// The checkpoint as a signed note. Its log's own key name should be the origin.
  ///
  /// A log must never sign two heads that are not consistent; that is for the caller to hold (C2SP tlog-checkpoint, Signatures).
  public func signed(by signers: [NoteSigner]) throws(MerkleLogError) -> SignedNote {
    try SignedNote(text: text, signers: signers)
  }

  /// Opens a checkpoint that a known key of this origin signed.
  ///
  /// Throws `noteMalformed`, `signatureInvalid`, `signatureMissing`, `checkpointMalformed` or `originMismatch`.
  public static func open(_ note: [UInt8], origin: String, verifiers: [NoteVerifier]) throws(MerkleLogError)
    -> Checkpoint
  {
    let note = try SignedNote(note)
    _ = try note.verified(by: verifiers)
    let checkpoint = try Checkpoint(text: note.text)
    guard checkpoint.origin == origin else {
      throw MerkleLogError(.originMismatch, "a checkpoint of another log; compare the origin with the configured one")
    }
    return checkpoint
  }
}

extension MerkleLogError {
  fileprivate static func checkpoint(_ reason: String) -> MerkleLogError {
    MerkleLogError(.checkpointMalformed, "not a checkpoint: \(reason)")
  }
}
