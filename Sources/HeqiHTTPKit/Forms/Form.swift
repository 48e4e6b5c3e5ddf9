import HeqiDomain
package import Hummingbird

/// The fields of a submitted form, in order, names may repeat.
package struct Form: Sendable, Equatable {
  /// Most fields a form may have; further ones are ignored.
  package static let fieldsMax = 500

  package private(set) var fields: [(name: String, value: String)] = []

  package init(fields: [(name: String, value: String)] = []) { self.fields = fields }

  /// Reads `application/x-www-form-urlencoded` (WHATWG URL §5.1). Badly encoded bytes stay as they are, text is
  /// repaired UTF-8, and NUL is dropped.
  package init(urlEncoded bytes: [UInt8]) {
    for pair in bytes.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true).prefix(Self.fieldsMax) {
      let equals = pair.firstIndex(of: UInt8(ascii: "="))
      let name = Self.decode(pair[..<(equals ?? pair.endIndex)])
      let value = equals.map { Self.decode(pair[($0 + 1)...]) } ?? ""
      fields.append((name, value))
    }
  }

  package static func == (left: Form, right: Form) -> Bool {
    left.fields.count == right.fields.count && zip(left.fields, right.fields).allSatisfy { $0 == $1 }
  }

  /// The first value of that name, as sent.
  package func text(_ name: String) -> String? { fields.first { $0.name == name }?.value }

  /// The first value without surrounding white space; empty if the field is missing.
  package func trimmed(_ name: String) -> String {
    let value = text(name) ?? ""
    return String(value.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }

  /// Every value of that name.
  package func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  /// Whether a checkbox was ticked.
  package func isOn(_ name: String) -> Bool { ["on", "1", "true", "yes"].contains(text(name) ?? "") }

  package mutating func append(_ name: String, _ value: String) {
    if fields.count < Self.fieldsMax { fields.append((name, value)) }
  }

  private static func decode(_ bytes: ArraySlice<UInt8>) -> String {
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == UInt8(ascii: "%"), index + 2 < bytes.endIndex,
        let decoded = Hex.decode(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self))
      {
        if decoded[0] != 0 { plain.append(decoded[0]) }
        index += 3
      } else {
        if byte != 0 { plain.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte) }
        index += 1
      }
    }
    return String(decoding: plain, as: UTF8.self)
  }
}

extension Request {
  /// The url-encoded form of this request (at most 256 KiB). `CSRFMiddleware` has collected and checked it before.
  package func form() async throws -> Form {
    var request = self
    return Form(urlEncoded: Array(buffer: try await request.collectBody(upTo: CSRFMiddleware.formBytesMax)))
  }

  /// A query value, decoded; `nil` if absent or longer than 1,024 bytes.
  package func query(_ name: String) -> String? {
    guard let query = uri.query else { return nil }
    guard let value = Form(urlEncoded: Array(query.utf8)).text(name), value.utf8.count <= 1024 else { return nil }
    return value
  }
}

/// What a form shows again after a refusal: the values that were typed and one message per field.
package struct FormState: Sendable, Equatable {
  package private(set) var values: [String: String]
  package private(set) var errors: [String: String]
  /// Refusal of the whole form.
  package private(set) var message: String?

  package init(values: [String: String] = [:], errors: [String: String] = [:], message: String? = nil) {
    self.values = values
    self.errors = errors
    self.message = message
  }

  /// Keeps the named fields of a submitted form; passwords and codes are not among them by not being named.
  package init(_ form: Form, keeping names: [String]) {
    self.init(values: Dictionary(names.map { ($0, form.text($0) ?? "") }, uniquingKeysWith: { first, _ in first }))
  }

  /// The same form, refused because of `problem`: at its field if it names one.
  package func refused(_ text: String, field: String?) -> FormState {
    var copy = self
    if let field { copy.errors[field] = text } else { copy.message = text }
    return copy
  }

  package var hasErrors: Bool { !errors.isEmpty || message != nil }
}
