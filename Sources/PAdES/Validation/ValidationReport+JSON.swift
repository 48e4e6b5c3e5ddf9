internal import CMS

extension ValidationReport {
  /// One JSON object on one line, in the words of `heqi verify --json`.
  public func json(file: String) -> String {
    var text = "{\"file\":\(JSONText.quoted(file)),\"readable\":\(problem == nil),\"problem\":\(JSONText.optional(problem)),\"signatures\":["
    text += signatures.map(\.json).joined(separator: ",")
    return text + "],\"verdict\":\"\(verdict.rawValue)\"}"
  }
}

extension SignatureReport {
  var json: String {
    let certificate = certificate.map { certificate in
      "{\"subject\":\(JSONText.quoted(certificate.subject)),\"issuer\":\(JSONText.quoted(certificate.issuer)),"
        + "\"serial\":\"\(certificate.serial)\",\"notBefore\":\"\(certificate.notBefore)\",\"notAfter\":\"\(certificate.notAfter)\"}"
    }
    let fields = [
      ("field", JSONText.quoted(field)), ("kind", JSONText.quoted(kind.rawValue)), ("signer", JSONText.optional(signer)),
      ("claimedTime", JSONText.optional(claimedTime)), ("provenTime", JSONText.optional(provenTime)),
      ("timeSource", JSONText.quoted(timeSource.rawValue)), ("coverage", JSONText.quoted(coverage.rawValue)),
      ("integrity", JSONText.quoted(integrity.rawValue)), ("changes", JSONText.quoted(changes.rawValue)),
      ("level", JSONText.quoted(level.rawValue)), ("trust", JSONText.quoted(trust.rawValue)),
      ("indication", JSONText.quoted(indication.totalName)), ("subIndication", JSONText.optional(subIndication?.rawValue)),
      ("algorithm", JSONText.optional(algorithm)), ("certificate", certificate ?? "null"),
      ("message", JSONText.quoted(message)),
    ]
    return "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
  }
}

/// JSON strings (RFC 8259 §7).
enum JSONText {
  static func optional(_ text: String?) -> String { text.map(quoted) ?? "null" }

  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
