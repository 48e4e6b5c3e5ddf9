internal import Foundation

/// Latencies of one operation after a tenth of warming up.
enum Timing {
  static func print(_ name: String, _ count: Int, _ body: () throws -> Void) rethrows {
    for _ in 0..<max(3, count / 10) { try body() }
    var latencies: [Duration] = []
    latencies.reserveCapacity(count)
    let begin = ContinuousClock.now
    for _ in 0..<max(3, count) {
      let start = ContinuousClock.now
      try body()
      latencies.append(ContinuousClock.now - start)
    }
    let all = Measurement(
      name: name, operations: latencies.count, elapsed: ContinuousClock.now - begin, latencies: latencies)
    Swift.print(all.json)
  }
}

/// The kernel's own account of memory (proc(5): clear_refs 5 resets the peak).
enum PeakMemory {
  /// Kilobytes that `body` needed beyond what was resident before. Start the process with MALLOC_MMAP_THRESHOLD_ set:
  /// free memory that the allocator keeps would hide a copy.
  static func growth(_ body: () throws -> Void) throws -> Int {
    try body()
    try "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
    let before = value("VmRSS:")
    try body()
    return max(0, value("VmHWM:") - before)
  }

  private static func value(_ key: String) -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(key) }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }
}
