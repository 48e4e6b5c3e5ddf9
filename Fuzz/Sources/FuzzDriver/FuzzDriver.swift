import Foundation

#if LIBFUZZER
  @_cdecl("LLVMFuzzerTestOneInput")
  public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    for entry in EntryPoint.allCases { entry.read(bytes) }
    return 0
  }
#else
  @main
  struct FuzzDriver {
    /// What one input may take.
    static let limit = Duration.seconds(5)

    static func main() throws {
      let arguments = Array(CommandLine.arguments.dropFirst())
      func option(_ name: String, _ other: UInt64) -> UInt64 {
        guard let index = arguments.firstIndex(of: name), index + 1 < arguments.count else { return other }
        return UInt64(arguments[index + 1]) ?? other
      }
      guard arguments.count >= 2, let entry = EntryPoint(rawValue: arguments[0]) else {
        print("usage: FuzzDriver \(EntryPoint.allCases.map(\.rawValue).joined(separator: "|")) CORPUS [--seconds N] [--seed N]")
        exit(3)
      }
      let folder = URL(fileURLWithPath: arguments[1])
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      var damage = Damage(try files.map { [UInt8](try Data(contentsOf: folder.appendingPathComponent($0))) }, seed: option("--seed", 1))
      let end = ContinuousClock.now + .seconds(Int64(option("--seconds", 10)))
      let kept = URL(fileURLWithPath: "fuzz-input-\(entry.rawValue)")
      var count = 0
      var slowest = Duration.zero
      while ContinuousClock.now < end {
        let input = damage.input()
        try Data(input).write(to: kept)
        let start = ContinuousClock.now
        entry.read(input)
        let taken = ContinuousClock.now - start
        slowest = max(slowest, taken)
        count += 1
        guard taken < limit else {
          print("an input took \(taken); it is kept in \(kept.path)")
          exit(2)
        }
      }
      try FileManager.default.removeItem(at: kept)
      print("\(entry.rawValue): \(count) inputs, the slowest took \(slowest)")
    }
  }
#endif
