package import HeqiDomain

/// What a vendor needs to begin a check of a person's face (H-03, H-04).
package struct FaceVendorRequest: Sendable {
  /// Our own reference, unique per try; letters and digits, at most 32.
  package let reference: String
  package let person: FacePerson
  /// Where the vendor's page sends the browser back to. What it brings along is never believed.
  package let returnURL: String

  package init(reference: String, person: FacePerson, returnURL: String) {
    self.reference = reference
    self.person = person
    self.returnURL = returnURL
  }
}

/// Checks a live face against the person's name and identity number (M-018, M-035): begins a check on the vendor's own page,
/// and tells its result when asked. Only an answer to our own question counts.
package protocol FaceVendor: Sendable {
  /// Stable name, kept with each check.
  var name: String { get }
  func begin(_ request: FaceVendorRequest) async throws(ProviderError) -> FaceSession
  /// - Parameter person: whose face it must be; the vendor's answer about anybody else is a failure.
  func result(of session: FaceSession, for person: FacePerson) async throws(ProviderError) -> FaceAnswer
}
