internal import Foundation
package import PAdES

/// `heqi verify`: judges files with the library's own validator; needs no database and no network.
package struct FileVerification: Sendable {
  /// Files whose reports may wait for an earlier one, so that memory does not grow with the number of files.
  static let windowMax = 64

  private let validator: SignatureValidator
  private let workers: Int

  /// - Parameter workers: files judged at the same time; the number of cores when not given.
  package init(_ validator: SignatureValidator, workers: Int = ProcessInfo.processInfo.activeProcessorCount) {
    self.validator = validator
    self.workers = max(1, workers)
  }

  /// Judges the files on all cores and hands each report over in the order of the files, as soon as it is its turn.
  /// - Returns: 0 all valid, 1 some signature is not, 2 some file cannot be read or has no signature.
  package func run(
    _ files: [String], report: (_ file: String, _ report: ValidationReport) -> Void
  ) async -> Int {
    await withTaskGroup(of: (Int, ValidationReport).self) { group in
      var outcome = 0
      var (next, printed, running) = (0, 0, 0)
      var waiting: [Int: ValidationReport] = [:]
      while printed < files.count {
        while running < workers, next < min(files.count, printed + Self.windowMax) {
          let (index, file) = (next, files[next])
          group.addTask { (index, judge(file)) }
          next += 1
          running += 1
        }
        guard let (index, judged) = await group.next() else { break }
        running -= 1
        waiting[index] = judged
        while let ready = waiting.removeValue(forKey: printed) {
          report(files[printed], ready)
          outcome = max(outcome, Self.exitStatus(ready.verdict))
          printed += 1
        }
      }
      return outcome
    }
  }

  /// What one file says; a file that cannot be read is reported as such.
  package func judge(_ file: String) -> ValidationReport {
    do throws(FileError) {
      return validator.validate(try FileBytes.read(file))
    } catch {
      return .unreadable(error.message)
    }
  }

  /// The exit status that a verdict alone asks for.
  package static func exitStatus(_ verdict: ValidationReport.Verdict) -> Int {
    switch verdict {
    case .valid: 0
    case .invalid, .indeterminate: 1
    case .unsigned, .unreadable: 2
    }
  }
}
