internal import CMS
internal import HeqiServer
internal import PAdES
internal import PDF

/// Why a command did nothing: it ends with exit status 2 and this text, which says what is wrong and what to do.
struct CommandRefusal: Error, Equatable, CustomStringConvertible {
  /// What happened and the remedy, one or two sentences.
  let message: String

  init(_ message: String) { self.message = message }

  var description: String { message }

  /// Names the file in front of what a module says about it.
  init(_ error: any Error, file: String) { self.init("\(file): \(Self.reason(error))") }

  /// What any module says about a failure, in words for people.
  static func reason(_ error: any Error) -> String {
    switch error {
    case let error as PDFError: error.message
    case let error as PAdESError: text(error)
    case let error as CMSError: error.message
    case let error as FileError: error.message
    case let error as CommandRefusal: error.message
    case let error as TrustServiceError: error.message
    default: "\(error)"
    }
  }

  /// The message with what lies under it, once.
  private static func text(_ error: PAdESError) -> String {
    guard let cause = error.cause, !(cause is PDFError), !(cause is CMSError) else { return error.message }
    return "\(error.message) (\(cause))"
  }
}

extension CommandRefusal {
  /// Runs `body`; whatever it throws becomes a refusal about `file`.
  static func naming<Value>(_ file: String, _ body: () async throws -> Value) async throws(CommandRefusal) -> Value {
    do {
      return try await body()
    } catch let refusal as CommandRefusal {
      throw refusal
    } catch {
      throw CommandRefusal(error, file: file)
    }
  }
}
