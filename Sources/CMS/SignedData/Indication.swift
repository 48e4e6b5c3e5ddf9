/// The three verdicts of ETSI EN 319 102-1 §5.1.3.
public enum Indication: String, Sendable, Hashable, CaseIterable {
  case passed = "PASSED"
  case failed = "FAILED"
  case indeterminate = "INDETERMINATE"
}

/// The reasons of ETSI EN 319 102-1 §5.1.3, table 5 and 6.
public enum SubIndication: String, Sendable, Hashable, CaseIterable {
  case formatFailure = "FORMAT_FAILURE"
  case hashFailure = "HASH_FAILURE"
  case signatureCryptoFailure = "SIG_CRYPTO_FAILURE"
  case revoked = "REVOKED"
  case expired = "EXPIRED"
  case notYetValid = "NOT_YET_VALID"
  case signatureConstraintsFailure = "SIG_CONSTRAINTS_FAILURE"
  case chainConstraintsFailure = "CHAIN_CONSTRAINTS_FAILURE"
  case certificateChainGeneralFailure = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
  case cryptoConstraintsFailure = "CRYPTO_CONSTRAINTS_FAILURE"
  case policyProcessingError = "POLICY_PROCESSING_ERROR"
  case timestampOrderFailure = "TIMESTAMP_ORDER_FAILURE"
  case noSigningCertificateFound = "NO_SIGNING_CERTIFICATE_FOUND"
  case noCertificateChainFound = "NO_CERTIFICATE_CHAIN_FOUND"
  case revokedNoProofOfExistence = "REVOKED_NO_POE"
  case revokedCANoProofOfExistence = "REVOKED_CA_NO_POE"
  case outOfBoundsNotRevoked = "OUT_OF_BOUNDS_NOT_REVOKED"
  case outOfBoundsNoProofOfExistence = "OUT_OF_BOUNDS_NO_POE"
  case cryptoConstraintsFailureNoProofOfExistence = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
  case noProofOfExistence = "NO_POE"
  case tryLater = "TRY_LATER"
  case signedDataNotFound = "SIGNED_DATA_NOT_FOUND"
}
