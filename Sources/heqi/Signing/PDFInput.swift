internal import HeqiServer
internal import PDF

/// Reading what a command works on.
enum PDFInput {
  /// Opens a file, or says what is wrong with it and what its owner can do.
  static func open(_ path: String, password: String) throws(CommandRefusal) -> PDFDocument {
    do {
      return try PDFDocument(try FileBytes.read(path), password: password)
    } catch let error as PDFError where error.code == .passwordRequired {
      let hint = password.isEmpty ? "Give it with --password." : "The one given does not open it."
      throw CommandRefusal("\(path): the file is protected by a password. \(hint)")
    } catch {
      throw CommandRefusal(error, file: path)
    }
  }

  /// Signing appends to what stands there, so it must stand there exactly (R3, R11).
  static func openForAppending(_ path: String, password: String) throws(CommandRefusal) -> PDFDocument {
    try open(path, password: password)
  }

  /// A name for a new signature field that the document does not use yet.
  static func freshFieldName(in document: PDFDocument) throws(PDFError) -> String {
    let names = Set(try document.currentView.formFields().map(\.name))
    var number = 1
    while names.contains("Signature\(number)") { number += 1 }
    return "Signature\(number)"
  }
}
