import Foundation
package import HeqiDomain
import HeqiStorage

/// A text that people read and confirm: the terms of service, the validity statement. One JSON file per language.
package struct LegalDocument: Sendable, Decodable, Equatable {
  package struct Section: Sendable, Decodable, Equatable {
    package let heading: String
    package let paragraphs: [String]
  }

  /// As printed at its head, such as `2026-11`.
  package let version: String
  package let title: String
  package let sections: [Section]

  /// The whole text as it is shown, UTF-8; what the recorded digest covers (F-008).
  package var plainText: String {
    ([title, version] + sections.flatMap { [$0.heading] + $0.paragraphs }).joined(separator: "\n")
  }

  /// SHA-256 of the text as it is shown (F-008).
  package var digest: Digest { ContentHash.sha256(Array(plainText.utf8)) }

  /// Reads `<directory>/<name>.<language>.json`. Throws `WebResourceError`.
  static func read(_ name: String, language: Language, directory: String) throws -> LegalDocument {
    let path = "\(directory)/\(name).\(language.rawValue).json"
    guard let data = FileManager.default.contents(atPath: path) else { throw WebResourceError.unreadable(path) }
    guard let document = try? JSONDecoder().decode(LegalDocument.self, from: data) else { throw WebResourceError.malformed(path) }
    return document
  }
}

/// The legal documents in both languages.
package struct LegalDocuments: Sendable {
  private let agreements: [Language: LegalDocument]
  private let statements: [Language: LegalDocument]

  init(directory: String) throws {
    var agreements: [Language: LegalDocument] = [:]
    var statements: [Language: LegalDocument] = [:]
    for language in Language.allCases {
      agreements[language] = try LegalDocument.read("agreement", language: language, directory: directory)
      statements[language] = try LegalDocument.read("validity", language: language, directory: directory)
    }
    self.agreements = agreements
    self.statements = statements
  }

  /// Terms of service with the privacy terms (F-008).
  package func agreement(_ language: Language) -> LegalDocument {
    agreements[language] ?? LegalDocument(version: "", title: "", sections: [])
  }

  /// Public validity statement over eight aspects (F-097).
  package func statement(_ language: Language) -> LegalDocument {
    statements[language] ?? LegalDocument(version: "", title: "", sections: [])
  }
}
