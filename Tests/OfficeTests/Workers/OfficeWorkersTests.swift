import Testing

@testable import Office

@Suite("Worker processes")
struct OfficeWorkersTests {
  private static let small = WorkerLimits(
    time: .seconds(120), cpuSeconds: 10, memoryBytes: 256 << 20, outputBytes: 1 << 20)

  @Test("every worker program is installed where the tests run")
  func tools() { #expect(OfficeCheck().missing == [], "\(OfficeCheck().remedy)") }

  @Test("a program that hangs is killed at its limit and leaves nothing behind")
  func hangs() async throws {
    let bench = try OfficeBench()
    defer { bench.remove() }
    var limits = Self.small
    limits.time = .milliseconds(150)
    let begin = ContinuousClock.now
    #expect(await OfficeBench.code { () throws(OfficeError) in _ = try await bench.run("/usr/bin/sleep", ["60"], limits) } == .timedOut)
    #expect(ContinuousClock.now - begin < .seconds(50))
    #expect(bench.leftovers == [])
  }

  @Test("a program that floods its output, crashes, spins or eats memory costs only its own job")
  func bombs() async throws {
    let bench = try OfficeBench()
    defer { bench.remove() }
    #expect(await OfficeBench.code { () throws(OfficeError) in _ = try await bench.run("/usr/bin/yes", [], Self.small) } == .outputTooLarge)
    #expect(
      await OfficeBench.code { () throws(OfficeError) in _ = try await bench.run("/bin/sh", ["-c", "kill -SEGV $$"], Self.small) } == .killed)
    var spin = Self.small
    spin.cpuSeconds = 1
    #expect(
      await OfficeBench.code { () throws(OfficeError) in _ = try await bench.run("/bin/sh", ["-c", "while :; do :; done"], spin) } == .killed)
    let memory = await OfficeBench.code { () throws(OfficeError) in _ = try await bench.run("/usr/bin/tail", ["/dev/zero"], Self.small) }
    #expect(memory == .unreadable || memory == .killed)
    #expect(bench.leftovers == [])
    #expect(try await bench.run("/bin/echo", ["ok"], Self.small) == Array("ok\n".utf8))
  }

  @Test("a file larger than the limit cannot be written")
  func fileSize() async throws {
    let bench = try OfficeBench()
    defer { bench.remove() }
    let code = await OfficeBench.code { () throws(OfficeError) in
      _ = try await bench.run("/bin/dd", ["if=/dev/zero", "of=big", "bs=1M", "count=3"], Self.small)
    }
    #expect(code == .killed || code == .unreadable)
  }

  @Test("a worker sees no secrets of the server's environment and takes arguments as they are")
  func environment() async throws {
    let bench = try OfficeBench()
    defer { bench.remove() }
    let text = String(decoding: try await bench.run("/usr/bin/env", [], Self.small), as: UTF8.self)
    let names = text.split(separator: "\n").compactMap { $0.split(separator: "=").first.map(String.init) }
    #expect(
      Set(names) == ["PATH", "HOME", "TMPDIR", "MAGICK_TMPDIR", "LANG", "OMP_THREAD_LIMIT", "OMP_NUM_THREADS"])
    let strange = "$(touch x); `id` \"' * \\"
    #expect(try await bench.run("/bin/echo", [strange], Self.small) == Array((strange + "\n").utf8))
  }

  @Test("a job whose task is cancelled ends at once")
  func cancelled() async throws {
    let bench = try OfficeBench()
    defer { bench.remove() }
    let begin = ContinuousClock.now
    let task = Task { @concurrent in
      await OfficeBench.code { () throws(OfficeError) in _ = try await bench.run("/usr/bin/sleep", ["60"], Self.small) }
    }
    task.cancel()
    #expect(await task.value == .cancelled)
    #expect(ContinuousClock.now - begin < .seconds(50))
    #expect(bench.leftovers == [])
  }

  @Test("more jobs than places wait; more than the queue takes are refused")
  func queue() async throws {
    let bench = try OfficeBench(count: 1, waitingMax: 1)
    defer { bench.remove() }
    let slots = WorkerSlots(count: 1, waitingMax: 1)
    try await slots.take()
    let waiting = Task { @concurrent () -> OfficeError.Code? in
      await OfficeBench.code { () throws(OfficeError) in try await slots.take() }
    }
    // Until the waiting task is in the queue a second one gets its place there, never a free slot.
    var refused: OfficeError.Code?
    while refused == nil {
      let probe = Task { @concurrent () -> OfficeError.Code? in
        await OfficeBench.code { () throws(OfficeError) in try await slots.take() }
      }
      await Task.yield()
      probe.cancel()
      let code = await probe.value
      if code == .busy { refused = code }
    }
    #expect(refused == .busy)
    await slots.giveBack()
    #expect(await waiting.value == nil)
  }
}
