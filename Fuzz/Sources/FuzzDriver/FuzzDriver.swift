import Foundation

#if LIBFUZZER
  /// What libFuzzer calls its main loop; it is there when the linker was told `-sanitize=fuzzer`.
  @_silgen_name("LLVMFuzzerRunDriver")
  private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
  ) -> CInt

  /// Tells the processes that libFuzzer starts by itself, for example to merge, which entry point is meant.
  private let variable = "HEQI_FUZZ_ENTRY"
  /// Whether the first argument names the entry point; everything behind it is libFuzzer's.
  private let isNamed = EntryPoint(rawValue: CommandLine.arguments.dropFirst().first ?? "") != nil

  private let chosen: EntryPoint = {
    let name = isNamed ? CommandLine.arguments[1] : ProcessInfo.processInfo.environment[variable] ?? ""
    setenv(variable, name, 1)
    guard let entry = EntryPoint(rawValue: name) else {
      print("usage: FuzzDriver \(EntryPoint.allCases.map(\.rawValue).joined(separator: "|")) CORPUS… [libFuzzer options]")
      exit(3)
    }
    return entry
  }()

  @main
  struct FuzzDriver {
    static func main() {
      _ = chosen
      let skipped = isNamed ? 1 : 0
      var count = CommandLine.argc - CInt(skipped)
      var arguments = CommandLine.unsafeArgv + skipped
      arguments[0] = CommandLine.unsafeArgv[0]
      let status = withUnsafeMutablePointer(to: &arguments) { pointer in
        pointer.withMemoryRebound(to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.self, capacity: 1) {
          runFuzzer(&count, $0) { start, count in
            chosen.read([UInt8](UnsafeBufferPointer(start: start, count: count)))
            return 0
          }
        }
      }
      exit(status)
    }
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
      let corpus = try files.map { [UInt8](try Data(contentsOf: folder.appendingPathComponent($0))) }
      var damage = Damage(corpus, seed: option("--seed", 1))
      let end = ContinuousClock.now + .seconds(Int64(option("--seconds", 10)))
      let kept = URL(fileURLWithPath: "fuzz-input-\(entry.rawValue)")
      var count = 0
      var slowest = Duration.zero
      while count < corpus.count || ContinuousClock.now < end {
        // The corpus as it is first: it holds what was once a finding.
        let input = count < corpus.count ? corpus[count] : damage.input()
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
