internal import Foundation

/// What a command says: results on standard output, everything else on standard error. Nothing is held back, so that
/// a reader of a pipe sees each line when it is made.
enum Console {
  static func out(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
  static func note(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
  static func raw(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

/// A bar on standard error when it is a terminal and there is more than one thing to do.
struct ProgressBar {
  /// Width of the bar itself in characters.
  static let width = 28

  private let total: Int
  private let isShown: Bool
  private var done = 0

  init(total: Int, isShown: Bool? = nil) {
    self.total = total
    self.isShown = isShown ?? (total > 1 && isatty(STDERR_FILENO) == 1)
  }

  /// Takes the bar away, so that a line can be written in its place.
  func clear() { if isShown { Console.raw("\r\u{1B}[K") } }

  mutating func advance() {
    done += 1
    guard isShown else { return }
    Console.raw(done < total ? "\r" + text : "\r\u{1B}[K")
  }

  /// The bar as it stands.
  var text: String {
    let filled = total > 0 ? Self.width * done / total : Self.width
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    return "\(bar) \(done)/\(total)"
  }
}
