import HeqiDomain
import HeqiStorage

/// Counts of folders as words: beyond the bound nobody counts on, and the words say so.
enum CountText {
  static func text(_ count: Int) -> String {
    count >= ContractListingStore.countMax ? "\(ContractListingStore.countMax - 1)+" : String(count)
  }

  /// All folders together.
  static func sum(_ counts: [ContractFolder: Int]) -> String {
    let isBounded = counts.values.contains { $0 >= ContractListingStore.countMax }
    return isBounded ? text(ContractListingStore.countMax) : String(counts.values.reduce(0, +))
  }
}
