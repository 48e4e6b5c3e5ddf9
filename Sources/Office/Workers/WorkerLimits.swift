/// What one worker process may use; beyond it, it is killed and only its own job fails (quality.md drill 26).
public struct WorkerLimits: Sendable, Equatable {
  /// Wall-clock time.
  public var time: Duration
  /// Processor time in seconds (RLIMIT_CPU), against programs that spin.
  public var cpuSeconds: Int
  /// Address space in bytes (RLIMIT_AS).
  public var memoryBytes: Int
  /// Largest result on standard output and largest file written (RLIMIT_FSIZE), in bytes.
  public var outputBytes: Int

  public init(time: Duration, cpuSeconds: Int, memoryBytes: Int, outputBytes: Int) {
    self.time = time
    self.cpuSeconds = cpuSeconds
    self.memoryBytes = memoryBytes
    self.outputBytes = outputBytes
  }

  /// One page image: 20 s, 1 GiB, 32 MiB. A normal page takes 0.1 s and 60 MiB.
  public static let page = WorkerLimits(time: .seconds(20), cpuSeconds: 15, memoryBytes: 1 << 30, outputBytes: 32 << 20)
  /// Structure or text of a whole document: 30 s, 1 GiB, 64 MiB.
  public static let text = WorkerLimits(time: .seconds(30), cpuSeconds: 25, memoryBytes: 1 << 30, outputBytes: 64 << 20)
  /// One picture of at most 40 megapixels: 20 s, 1 GiB, 32 MiB.
  public static let image = WorkerLimits(time: .seconds(20), cpuSeconds: 15, memoryBytes: 1 << 30, outputBytes: 32 << 20)
  /// One office file set as PDF: 90 s, 2 GiB, 64 MiB. An ordinary contract takes two seconds and 300 MiB.
  public static let conversion = WorkerLimits(
    time: .seconds(90), cpuSeconds: 80, memoryBytes: 2 << 30, outputBytes: 64 << 20)
  /// Reading one card: 30 s, 1 GiB, 1 MiB of text.
  public static let recognition = WorkerLimits(
    time: .seconds(30), cpuSeconds: 40, memoryBytes: 1 << 30, outputBytes: 1 << 20)
}
