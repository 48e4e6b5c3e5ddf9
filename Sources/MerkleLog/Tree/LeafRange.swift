/// Leaves `start ..< end` as RFC 6962 §2.1 cuts them: `start` is a multiple of the power of two that covers the range.
struct LeafRange: Equatable {
  let start: UInt64
  let end: UInt64

  init(_ start: UInt64, _ end: UInt64) {
    self.start = start
    self.end = end
  }

  var count: UInt64 { end - start }

  /// The cut after the largest power of two below `count` (RFC 6962 §2.1); `count` is at least 2.
  var halves: (left: LeafRange, right: LeafRange) {
    precondition(count > 1, "one leaf cannot be cut")
    let cut = start + 1 << UInt64(63 - (count - 1).leadingZeroBitCount)
    return (LeafRange(start, cut), LeafRange(cut, end))
  }

  /// The perfect subtrees that make up the range, left to right; one for each bit set in `count`.
  var perfectSubtrees: [(level: Int, index: UInt64)] {
    var subtrees: [(level: Int, index: UInt64)] = []
    var next = start
    while next < end {
      let level = 63 - (end - next).leadingZeroBitCount
      subtrees.append((level, next >> UInt64(level)))
      next += 1 << UInt64(level)
    }
    return subtrees
  }
}
