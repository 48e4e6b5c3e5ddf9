internal import ArgumentParser

/// PAdES baseline levels as the command line spells them (ETSI EN 319 142-1 §6).
enum SignatureLevel: String, CaseIterable, Comparable, ExpressibleByArgument {
  case basic = "b"
  case stamped = "t"
  case longTerm = "lt"
  case archival = "lta"

  /// `B-B`, `B-T`, `B-LT` or `B-LTA`.
  var name: String { "B-" + rawValue.uppercased() }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}
