import MerkleLog

/// The definitions of RFC 6962 §2.1 written down as they stand, slow and obvious, to judge the fast code against.
enum ReferenceTree {
  static func root(_ leaves: ArraySlice<MerkleHash>) -> MerkleHash {
    guard leaves.count > 1 else { return leaves.first ?? .empty }
    let cut = leaves.startIndex + largestPowerOfTwo(below: leaves.count)
    return .node(root(leaves[..<cut]), root(leaves[cut...]))
  }

  /// PATH(m, D[n]); `index` counts from the start of the slice.
  static func path(_ index: Int, _ leaves: ArraySlice<MerkleHash>) -> [MerkleHash] {
    guard leaves.count > 1 else { return [] }
    let k = largestPowerOfTwo(below: leaves.count)
    let cut = leaves.startIndex + k
    return index < k
      ? path(index, leaves[..<cut]) + [root(leaves[cut...])]
      : path(index - k, leaves[cut...]) + [root(leaves[..<cut])]
  }

  /// SUBPROOF(m, D[n], b).
  static func subproof(_ size: Int, _ leaves: ArraySlice<MerkleHash>, _ isWhole: Bool) -> [MerkleHash] {
    if size == leaves.count { return isWhole ? [] : [root(leaves)] }
    let k = largestPowerOfTwo(below: leaves.count)
    let cut = leaves.startIndex + k
    return size <= k
      ? subproof(size, leaves[..<cut], isWhole) + [root(leaves[cut...])]
      : subproof(size - k, leaves[cut...], false) + [root(leaves[..<cut])]
  }

  /// Leaves with distinct contents.
  static func leaves(_ count: Int) -> [MerkleHash] {
    (0..<count).map { MerkleHash.leaf(Array("entry \($0)".utf8)) }
  }

  private static func largestPowerOfTwo(below count: Int) -> Int {
    var power = 1
    while power * 2 < count { power *= 2 }
    return power
  }
}

/// The same hash with its first bit turned.
func flipped(_ hash: MerkleHash) -> MerkleHash {
  var bytes = hash.bytes
  bytes[0] ^= 0x80
  return MerkleHash(bytes) ?? hash
}
