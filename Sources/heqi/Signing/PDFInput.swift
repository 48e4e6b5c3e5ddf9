internal import HeqiServer
internal import PDF

/// Reading what a command works on.
enum PDFInput {
  /// Opens a file, or says what is wrong with it and what its owner can do.
  static func open(_ path: String, password: String) throws(CommandRefusal) -> PDFDocument {
    try reading(path, password) { try PDFDocument($0, password: password) }
  }

  /// Opens a file that is not signed yet; one that is broken is repaired as far as that is possible (R11).
  static func openUpload(_ path: String, password: String) throws(CommandRefusal) -> DocumentRepairer.Result {
    try reading(path, password) { try DocumentRepairer.open($0, password: password) }
  }

  private static func reading<Answer>(
    _ path: String, _ password: String, _ open: ([UInt8]) throws -> Answer
  ) throws(CommandRefusal) -> Answer {
    do {
      return try open(try FileBytes.read(path))
    } catch let error as PDFError where error.code == .passwordRequired {
      let hint = password.isEmpty ? "Give it with --password or --pdf-password-file." : "The one given does not open it."
      throw CommandRefusal("\(path): the file is protected by a password. \(hint)")
    } catch {
      throw CommandRefusal(error, file: path)
    }
  }

  /// A name for a new signature field that the document does not use yet.
  static func freshFieldName(in document: PDFDocument) throws(PDFError) -> String {
    let names = Set(try document.currentView.formFields().map(\.name))
    var number = 1
    while names.contains("Signature\(number)") { number += 1 }
    return "Signature\(number)"
  }
}
