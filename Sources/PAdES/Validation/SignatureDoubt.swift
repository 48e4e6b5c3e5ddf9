internal import CMS

/// Why an intact signature is not proven to be its signer's, as a lay reader asks it. EN 319 102-1 has the exact word.
public enum SignatureDoubt: String, Sendable, CaseIterable {
  /// The digest is broken outright.
  case brokenDigest
  case weakAlgorithm
  case revoked
  case authorityRevoked
  case outsideValidity
  case notYetValid
  case unfitCertificate
  case unknownAuthority
  case certificateMissing
  case noRevocationData
  case timeStampOrder
  /// Any other reason.
  case other

  /// The rest of a sentence that began with who signed, in English.
  public var english: String {
    switch self {
    case .brokenDigest: "it was made with a method (MD5) with which anybody can forge a second document, so it proves nothing"
    case .weakAlgorithm: "it was made with an old method (such as SHA-1, or a short key) that can be forged today, so it is no proof by itself"
    case .revoked: "the signer's certificate has been revoked, and nothing proves that the signature is older than that"
    case .authorityRevoked: "the certificate of the issuing authority has been revoked, and nothing proves that the signature is older than that"
    case .outsideValidity: "the certificate is outside its period of validity, and nothing proves that the signature was made inside it"
    case .notYetValid: "the signature is older than the signer's certificate, which cannot be right"
    case .unfitCertificate: "the certificate, or an authority above it, may not be used for this"
    case .unknownAuthority: "who signed is not proven: the certificate does not lead to an authority that is trusted here"
    case .certificateMissing: "who signed is not proven: the signature is not bound to a certificate as it should be"
    case .noRevocationData: "it is not known whether the certificate has been revoked; try again later"
    case .timeStampOrder: "its time stamps contradict each other"
    case .other: "who signed is not proven"
    }
  }

  /// The same in Chinese.
  public var chinese: String {
    switch self {
    case .brokenDigest: "但它用的算法（MD5）谁都能据此伪造另一份文件，不能证明任何事"
    case .weakAlgorithm: "但它用的是过时的算法（如 SHA-1 或过短的密钥），今天已可能被伪造，单凭它不足为证"
    case .revoked: "但签署人的证书已被吊销，且没有证据证明签名早于吊销"
    case .authorityRevoked: "但签发机构的证书已被吊销，且没有证据证明签名早于吊销"
    case .outsideValidity: "但证书不在有效期内，且没有证据证明签名是在有效期内做出的"
    case .notYetValid: "但签名早于签署人证书的签发时间，这不合理"
    case .unfitCertificate: "但证书或其上级机构不允许用于这种签名"
    case .unknownAuthority: "但不能确认签署人是谁：证书不是由这里信任的机构签发的"
    case .certificateMissing: "但不能确认签署人是谁：签名没有按规定与证书绑定"
    case .noRevocationData: "但不知道证书是否已被吊销，请稍后再试"
    case .timeStampOrder: "但它的几个时间戳互相矛盾"
    case .other: "但不能确认签署人是谁"
    }
  }
}

extension SignatureReport {
  /// The doubt about an intact signature; nil when there is none, or when the signature fails outright.
  public var doubt: SignatureDoubt? {
    if restsOnBrokenDigest { return .brokenDigest }
    guard indication == .indeterminate else { return trust == .untrusted ? .other : nil }
    switch subIndication {
    case .revokedNoProofOfExistence?, .revoked?: return .revoked
    case .revokedCANoProofOfExistence?: return .authorityRevoked
    case .outOfBoundsNoProofOfExistence?, .outOfBoundsNotRevoked?, .expired?: return .outsideValidity
    case .notYetValid?: return .notYetValid
    case .chainConstraintsFailure?, .signatureConstraintsFailure?, .policyProcessingError?: return .unfitCertificate
    case .noCertificateChainFound?, .certificateChainGeneralFailure?: return .unknownAuthority
    case .noSigningCertificateFound?: return .certificateMissing
    case .tryLater?: return .noRevocationData
    case .timestampOrderFailure?: return .timeStampOrder
    case .cryptoConstraintsFailureNoProofOfExistence?, .cryptoConstraintsFailure?: return .weakAlgorithm
    default: return .other
    }
  }
}
