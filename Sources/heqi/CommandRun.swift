internal import ArgumentParser

extension ParsableCommand {
  /// Parses and runs a command line and says what went wrong. - Returns: the exit status: 0 done, 1 done but not as
  /// good as asked for, 2 refused or unreadable, 3 usage; help and version are 0.
  static func exitStatus(_ arguments: [String]? = nil) async -> Int32 {
    do {
      var command = try parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return 0
    } catch let refusal as CommandRefusal {
      Console.note(refusal.message)
      return 2
    } catch {
      let code = exitCode(for: error)
      let text = fullMessage(for: error)
      if !text.isEmpty {
        if code.isSuccess { Console.out(text) } else { Console.note(text) }
      }
      return code == .validationFailure ? 3 : code.rawValue
    }
  }
}
