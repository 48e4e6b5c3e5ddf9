internal import Subprocess
internal import SystemPackage

/// Starts worker processes: never a shell, fixed program paths, arguments as an array, an environment that holds no
/// secrets, limits on time, memory and output, a bounded number at a time.
public struct OfficeWorkers: Sendable {
  private let slots: WorkerSlots
  /// Folder for private temporary folders.
  let temporaryRoot: String

  /// Workers that share `count` places; up to `waitingMax` jobs wait for one.
  public init(count: Int = 2, waitingMax: Int = 64, temporaryRoot: String = "/tmp") {
    slots = WorkerSlots(count: count, waitingMax: waitingMax)
    self.temporaryRoot = temporaryRoot
  }

  /// Runs `body` with a folder that is removed afterwards.
  func withWorkspace<Result: Sendable>(
    _ body: (Workspace) async throws(OfficeError) -> Result
  ) async throws(OfficeError) -> Result {
    let workspace = try Workspace(under: temporaryRoot)
    defer { workspace.remove() }
    return try await body(workspace)
  }

  /// Standard output of `tool`, which runs inside `workspace` under `limits`.
  /// - Throws: `toolMissing`, `timedOut`, `killed`, `unreadable` (the program said no), `outputTooLarge`, `busy`,
  ///   `cancelled`.
  func run(
    _ tool: OfficeTool, _ arguments: [String], in workspace: Workspace, limits: WorkerLimits
  ) async throws(OfficeError) -> [UInt8] {
    guard let program = tool.path else { throw Self.missing(tool) }
    return try await run(program: program, arguments, in: workspace, limits: limits)
  }

  /// As above with a path; separate so that tests can run programs that hang, crash and flood.
  func run(
    program: String, _ arguments: [String], in workspace: Workspace, limits: WorkerLimits
  ) async throws(OfficeError) -> [UInt8] {
    guard let prlimit = OfficeTool.prlimit.path else { throw Self.missing(.prlimit) }
    try await slots.take()
    let outcome = await start(prlimit, Self.wrap(program, arguments, limits), workspace, limits)
    await slots.giveBack()
    switch outcome {
    case .success(let bytes): return bytes
    case .failure(let error): throw error
    }
  }

  /// `prlimit` sets the limits and becomes the program, so there is one process to kill.
  static func wrap(_ program: String, _ arguments: [String], _ limits: WorkerLimits) -> [String] {
    [
      "--as=\(limits.memoryBytes)", "--cpu=\(limits.cpuSeconds)", "--fsize=\(limits.outputBytes)", "--core=0",
      "--nofile=64", "--", program,
    ] + arguments
  }

  private func start(
    _ prlimit: String, _ arguments: [String], _ workspace: Workspace, _ limits: WorkerLimits
  ) async -> Result<[UInt8], OfficeError> {
    await withTaskGroup(of: Result<[UInt8], OfficeError>?.self) { group in
      group.addTask { await Self.execute(prlimit, arguments, workspace.path, limits.outputBytes) }
      group.addTask {
        try? await Task.sleep(for: limits.time)
        return nil
      }
      // The first to end decides. Cancelling the other one kills the process, or ends the wait.
      let first = await group.next().flatMap(\.self)
      group.cancelAll()
      await group.waitForAll()
      if let first { return first }
      let cancelled = OfficeError(.cancelled, "The job was cancelled.")
      return .failure(Task.isCancelled ? cancelled : OfficeError(.timedOut, "Reading the file took too long; it was stopped."))
    }
  }

  private static func execute(
    _ prlimit: String, _ arguments: [String], _ folder: String, _ outputMax: Int
  ) async -> Result<[UInt8], OfficeError> {
    do {
      let result = try await Subprocess.run(
        .path(FilePath(prlimit)), arguments: Arguments(arguments),
        environment: .custom([
          "PATH": "/usr/bin:/bin", "HOME": folder, "TMPDIR": folder, "MAGICK_TMPDIR": folder, "LANG": "C.UTF-8",
          "OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1",
        ]),
        workingDirectory: FilePath(folder), output: .bytes(limit: outputMax), error: .discarded)
      switch result.terminationStatus {
      case .exited(0): return .success(result.standardOutput)
      case .exited(_): return .failure(OfficeError(.unreadable, "The file cannot be read; it may be damaged."))
      case .signaled(_):
        return .failure(OfficeError(.killed, "Reading the file needed too much memory or time, or the reader crashed."))
      }
    } catch let error as SubprocessError where error.code == .outputLimitExceeded {
      return .failure(OfficeError(.outputTooLarge, "The result is larger than \(outputMax >> 20) MiB."))
    } catch let error as SubprocessError where error.code == .executableNotFound || error.code == .spawnFailed {
      return .failure(OfficeError(.toolMissing, "A worker could not be started; run heqi doctor."))
    } catch is CancellationError {
      return .failure(OfficeError(.cancelled, "The job was cancelled."))
    } catch {
      return .failure(OfficeError(.killed, "The worker was lost; try again."))
    }
  }

  private static func missing(_ tool: OfficeTool) -> OfficeError {
    OfficeError(.toolMissing, "\(tool.rawValue) is not installed: apt-get install \(tool.package)")
  }
}
