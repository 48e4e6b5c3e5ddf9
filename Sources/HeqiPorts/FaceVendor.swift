package import HeqiDomain

/// What a vendor needs to begin a check of a person's face (H-03, H-04).
package struct FaceVendorRequest: Sendable {
  /// Our own reference, unique per try; letters and digits, at most 32.
  package let reference: String
  package let person: FacePerson
  /// Where the vendor's page sends the browser back to. What it brings along is never believed.
  package let returnURL: String
  /// Where the vendor's own servers may say that something has happened; only ever a reason to ask.
  package let pushURL: String
  /// The browser as the vendor's script on our page described it; nil when there was none.
  package let browser: String?

  package init(reference: String, person: FacePerson, returnURL: String, pushURL: String = "", browser: String? = nil) {
    self.reference = reference
    self.person = person
    self.returnURL = returnURL
    self.pushURL = pushURL
    self.browser = browser
  }
}

/// Checks a live face against the person's name and identity number (M-018, M-035): begins a check on the vendor's own page,
/// and tells its result when asked. Only an answer to our own question counts.
package protocol FaceVendor: Sendable {
  /// Stable name, kept with each check.
  var name: String { get }
  /// Address of a script of the vendor's that must describe the browser before a check begins; nil for most.
  var pageScript: String? { get }
  func begin(_ request: FaceVendorRequest) async throws(ProviderError) -> FaceSession
  /// - Parameter person: whose face it must be; the vendor's answer about anybody else is a failure.
  func result(of session: FaceSession, for person: FacePerson) async throws(ProviderError) -> FaceAnswer
}

extension FaceVendor {
  package var pageScript: String? { nil }
}
