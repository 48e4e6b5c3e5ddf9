/// Every cap of this module, with unit and reason.
public enum MerkleLogLimits {
  /// Leaves in one tree: 2^56, so that no index arithmetic of tiles (256^7 leaves a level-6 tile) can overflow 64 bits.
  public static let treeSizeMax: UInt64 = 1 << 56
  /// Hashes in one proof: a path in a tree of 2^63 leaves; longer ones cannot be real (C2SP tlog-witness allows 63).
  public static let proofHashesMax = 63
  /// Bytes in one log entry: entry bundles carry uint16 lengths (C2SP tlog-tiles, Log entries).
  public static let entryBytesMax = 65_535
  /// Hashes in one full tile, entries in one full bundle (C2SP tlog-tiles).
  public static let tileWidth = 256
  /// Highest tile level that `treeSizeMax` leaves can need; the format itself ends at 63.
  public static let tileLevelMax = 6
  /// Bytes in one signed note; room for 64 signatures of post-quantum size is not needed by Ed25519 keys.
  public static let noteBytesMax = 1 << 16
  /// Signature lines in one note; C2SP signed-note asks for at least 16.
  public static let noteSignaturesMax = 64
}
