package import HeqiDomain

/// What the operator decides about the pages.
package struct WebConfiguration: Sendable, Equatable {
  /// Evaluation mode shows its banner and the outbox (api.md "Evaluation mode").
  package let isEvaluation: Bool
  /// Folder with Templates, Locales and Public; nil = built with the program (`web.resourcesPath`).
  package let resourcesPath: String?
  /// Statement of the certification authority, shown where certificates are.
  package let authorityStatement: Bilingual?
  /// Tenant of people who sign in here.
  package let tenantID: String

  package init(
    isEvaluation: Bool, resourcesPath: String? = nil, authorityStatement: Bilingual? = nil, tenantID: String = "main"
  ) {
    self.tenantID = tenantID
    self.isEvaluation = isEvaluation
    self.resourcesPath = resourcesPath
    self.authorityStatement = authorityStatement
  }
}
