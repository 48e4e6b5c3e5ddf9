/// Names one tile or entry bundle and its place under the log's prefix (C2SP tlog-tiles).
public struct TilePath: Hashable, Sendable, CustomStringConvertible {
  /// What the resource holds.
  public enum Kind: Hashable, Sendable {
    /// Hashes; level 0 holds leaf hashes, level n hashes over full tiles of level n − 1.
    case hashes(level: Int)
    /// The entries themselves.
    case entries
  }

  /// Hashes of a level, or entries.
  public let kind: Kind
  /// Position within the level, counted from 0.
  public let index: UInt64
  /// Hashes or entries held: 256 when full, 1–255 when partial.
  public let width: Int

  /// Throws `tilePathInvalid` for a level above 63, an index above the format's reach, or a width outside 1…256.
  public init(kind: Kind, index: UInt64, width: Int = MerkleLogLimits.tileWidth) throws(MerkleLogError) {
    guard (1...MerkleLogLimits.tileWidth).contains(width) else {
      throw MerkleLogError(.tilePathInvalid, "a tile is 1 to 256 wide, not \(width)")
    }
    guard index <= MerkleLogLimits.treeSizeMax else {
      throw MerkleLogError(.tilePathInvalid, "tile index \(index) is beyond any log")
    }
    if case .hashes(let level) = kind, !(0...63).contains(level) {
      throw MerkleLogError(.tilePathInvalid, "tile levels go from 0 to 63, not \(level)")
    }
    self.kind = kind
    self.index = index
    self.width = width
  }

  /// The 256 wide resource at the same place.
  public var full: TilePath { TilePath(unchecked: kind, index: index, width: MerkleLogLimits.tileWidth) }
  /// Whether fewer than 256 hashes or entries are held.
  public var isPartial: Bool { width < MerkleLogLimits.tileWidth }

  /// Built from values that the layout has already bounded.
  init(unchecked kind: Kind, index: UInt64, width: Int) {
    self.kind = kind
    self.index = index
    self.width = width
  }
}

extension TilePath {
  /// `tile/<level or entries>/<index in groups of three>[.p/<width>]`, for example `tile/0/x001/x234/067`.
  public var description: String {
    let level =
      switch kind {
      case .hashes(let level): String(level)
      case .entries: "entries"
      }
    return "tile/\(level)/\(TilePath.groups(of: index))" + (isPartial ? ".p/\(width)" : "")
  }

  /// Reads a path in its one canonical spelling. Throws `tilePathInvalid`.
  public init(_ text: String) throws(MerkleLogError) {
    // "tile", a level, at most six groups (10^18 fits 64 bits), ".p" width: nothing longer is canonical.
    guard text.utf8.count <= 64 else { throw .tilePath(text.prefix(64)) }
    var parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[0] == "tile" else { throw .tilePath(text[...]) }
    var width = MerkleLogLimits.tileWidth
    if parts.count >= 4, parts[parts.count - 2].hasSuffix(".p") {
      guard let given = Int(parts.removeLast()), (1..<MerkleLogLimits.tileWidth).contains(given) else {
        throw .tilePath(text[...])
      }
      width = given
      parts[parts.count - 1].removeLast(2)
    }
    var index: UInt64 = 0
    for (position, group) in parts.dropFirst(2).enumerated() {
      let isLast = position == parts.count - 3
      let digits = isLast ? group : group.dropFirst()
      guard isLast || group.first == "x", digits.utf8.count == 3, let value = UInt64(digits), position < 6 else {
        throw .tilePath(text[...])
      }
      index = index * 1000 + value
    }
    let kind: Kind
    if parts[1] == "entries" {
      kind = .entries
    } else {
      guard let level = Int(parts[1]) else { throw .tilePath(text[...]) }
      kind = .hashes(level: level)
    }
    // `init` bounds every number; then only the canonical spelling may stand (no leading zeroes, no "+1").
    let path = try TilePath(kind: kind, index: index, width: width)
    guard path.description == text else { throw .tilePath(text[...]) }
    self = path
  }

  private static func groups(of index: UInt64) -> String {
    var text = padded(index % 1000)
    var rest = index / 1000
    while rest > 0 {
      text = "x\(padded(rest % 1000))/" + text
      rest /= 1000
    }
    return text
  }

  private static func padded(_ value: UInt64) -> String {
    value < 10 ? "00\(value)" : value < 100 ? "0\(value)" : "\(value)"
  }
}

extension MerkleLogError {
  fileprivate static func tilePath(_ text: some StringProtocol) -> MerkleLogError {
    MerkleLogError(.tilePathInvalid, "«\(text)» is not tile/<level>/<index>[.p/<width>]; see C2SP tlog-tiles")
  }
}
