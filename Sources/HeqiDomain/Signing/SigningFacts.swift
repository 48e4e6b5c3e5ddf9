/// How a signer proved the will to sign this very file (意愿认证, E-02, E-24).
package struct IntentionProof: Equatable, Sendable {
  package enum Method: String, Sendable, CaseIterable {
    case smsCode, emailCode

    package var title: Bilingual {
      switch self {
      case .smsCode: Bilingual("短信验证码", "Code by SMS")
      case .emailCode: Bilingual("邮件验证码", "Code by e-mail")
      }
    }
  }

  package let method: Method
  /// Digest of the file that the code was bound to.
  package let fileDigest: Digest
  package let at: Instant

  package init(method: Method, fileDigest: Digest, at: Instant) {
    self.method = method
    self.fileDigest = fileDigest
    self.at = at
  }
}

/// What was established outside the lifecycle when a party signs (rows 11 and 17).
package struct SigningFacts: Equatable, Sendable {
  /// The file the signer saw.
  package let seenDigest: Digest
  package let isContentConfirmed: Bool
  /// Seconds the file was open before signing, as the server measured them.
  package let readSeconds: Int
  package let intention: IntentionProof?
  /// Seal exists, is granted and active; true for handwriting.
  package let isMarkUsable: Bool
  package let isCertificateValid: Bool
  /// Images of counterparties that may be shown; those absent are skipped and logged (B-26).
  package let consentedImages: [ConsentedImage]
  /// The person who signs for a company; nil where a party signs for itself.
  package let signerID: ID<Account>?

  package init(
    seenDigest: Digest, isContentConfirmed: Bool, readSeconds: Int, intention: IntentionProof?, isMarkUsable: Bool,
    isCertificateValid: Bool, consentedImages: [ConsentedImage], signerID: ID<Account>? = nil
  ) {
    self.seenDigest = seenDigest
    self.isContentConfirmed = isContentConfirmed
    self.readSeconds = readSeconds
    self.intention = intention
    self.isMarkUsable = isMarkUsable
    self.isCertificateValid = isCertificateValid
    self.consentedImages = consentedImages
    self.signerID = signerID
  }
}
