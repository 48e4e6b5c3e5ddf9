internal import ArgumentParser

/// Says what a command that raises levels has reached.
enum RaisedFile {
  /// - Throws: `ExitCode` 1 when the level is lower than asked for.
  static func report(_ outcome: LevelRaiser.Outcome, wanted: SignatureLevel, file: String) throws {
    Console.out("\(file): level \(outcome.level.name)")
    guard outcome.level < wanted else { return }
    let reason = outcome.problem.map { ": \($0)" } ?? ""
    Console.note("\(file): the level is \(outcome.level.name), not \(wanted.name)\(reason)")
    Console.note("Raise it later with: heqi extend \(file) -o … --level \(wanted == .stamped ? "t" : wanted.rawValue) --tsa …")
    throw ExitCode(1)
  }
}
