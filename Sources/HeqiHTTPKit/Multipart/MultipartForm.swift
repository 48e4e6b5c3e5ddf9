import HeqiDomain
package import Hummingbird

/// A file that came with a form, whole in memory.
package struct UploadedFile: Sendable, Equatable {
  /// As the sender called it: metadata to show escaped, never a path.
  package let fileName: String
  /// As the sender claims.
  package let contentType: String?
  package let bytes: [UInt8]
}

/// A multipart form: its text fields, and its files by field name.
package struct MultipartForm: Sendable {
  package private(set) var form = Form()
  package private(set) var files: [String: UploadedFile] = [:]
  private var uploads: [(name: String, file: UploadedFile)] = []

  /// The file of that field; `nil` if none was chosen (browsers then send an empty part).
  package func file(_ name: String) -> UploadedFile? { files[name].flatMap { $0.bytes.isEmpty ? nil : $0 } }

  /// Every file of that field, in the order they were chosen.
  package func all(_ name: String) -> [UploadedFile] {
    uploads.filter { $0.name == name && !$0.file.bytes.isEmpty }.map(\.file)
  }

  /// Reads the body of a request. The first part must be the CSRF token unless a header has shown it already; nothing
  /// after a wrong token is read. Throws `Problem`.
  package static func read(_ request: Request, context: HeqiRequestContext, limits: MultipartLimits) async throws -> MultipartForm {
    do {
      return try await collect(request, context: context, limits: limits)
    } catch let error as MultipartError {
      switch error {
      case .tooLarge: throw Problem.tooLarge
      case .boundary, .malformed:
        throw Problem.badForm(
          "form.multipart",
          Bilingual("上传中断或格式不对，请重新选择文件再试。", "The upload broke off or has the wrong form. Choose the file again and retry."))
      }
    }
  }

  private static func collect(_ request: Request, context: HeqiRequestContext, limits: MultipartLimits) async throws -> MultipartForm {
    var parser = MultipartParser(
      boundary: try MultipartParser.boundary(of: request.headers[.contentType] ?? ""), limits: limits)
    var result = MultipartForm()
    var head: MultipartHead?
    var bytes: [UInt8] = []
    var received = 0
    var isProved = context.csrfProved
    for try await chunk in request.body {
      received += chunk.readableBytes
      guard received <= limits.bodyBytes else { throw MultipartError.tooLarge }
      for event in try parser.feed(Array(buffer: chunk)) {
        switch event {
        case .head(let next):
          guard isProved || next.name == CSRFMiddleware.field else { throw Problem.staleForm }
          head = next
          bytes = []
        case .bytes(let content): bytes += content
        case .partEnd:
          guard let part = head else { throw MultipartError.malformed }
          if let fileName = part.fileName {
            let file = UploadedFile(fileName: fileName, contentType: part.contentType, bytes: bytes)
            result.files[part.name] = file
            result.uploads.append((part.name, file))
          } else {
            let text = String(decoding: bytes, as: UTF8.self)
            if part.name == CSRFMiddleware.field {
              guard isProved || ConstantTime.equal(text, context.csrfToken) else { throw Problem.staleForm }
              isProved = true
            }
            result.form.append(part.name, text)
          }
        case .end: break
        }
      }
    }
    try parser.finish()
    return result
  }
}
