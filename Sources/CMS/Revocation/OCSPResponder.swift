/// Signs OCSP answers for one CA, either with the CA's key or with a delegated responder certificate (RFC 6960 §2.6).
public struct OCSPResponder: Sendable {
  private let certificate: X509Certificate
  private let issuer: X509Certificate
  private let key: any SigningKey

  /// Makes a responder for certificates of `issuer`. Throws `invalidKey` or `invalidArgument`.
  public init(certificate: X509Certificate, issuer: X509Certificate, key: any SigningKey) throws(CMSError) {
    guard certificate.publicKey == key.publicKey else {
      throw CMSError(.invalidKey, "the key does not belong to the responder's certificate")
    }
    guard certificate == issuer || certificate.extendedKeyUsage?.contains(.purposeOCSPSigning) == true else {
      throw CMSError(.invalidArgument, "a delegated responder needs the purpose OCSPSigning")
    }
    self.certificate = certificate
    self.issuer = issuer
    self.key = key
  }

  /// Answers a request. `status` is asked with the INTEGER octets of each serial number; certificates of another
  /// issuer are `unknown`. A bad request gets a refusal, never an exception.
  public func respond(
    to request: [UInt8], now: PKITime, validSeconds: Int64,
    status: @Sendable (_ serialNumber: [UInt8]) async -> OCSPCertificateStatus
  ) async -> [UInt8] {
    guard let parsed = try? OCSPRequest(der: request), !parsed.certificates.isEmpty else {
      return OCSPResponse.refusal(.malformedRequest)
    }
    var answers: [OCSPSingleResponse] = []
    for identifier in parsed.certificates {
      let state = identifier.isIssued(by: issuer) ? await status(identifier.serialNumber) : .unknown
      answers.append(
        OCSPSingleResponse(
          certificate: identifier, status: state, thisUpdate: now, nextUpdate: now.adding(seconds: validSeconds)))
    }
    guard let response = try? await sign(answers, producedAt: now, nonce: parsed.nonce) else {
      return OCSPResponse.refusal(.internalError)
    }
    return response.der
  }

  /// Signs a response with the given answers. Throws `signingFailed`.
  public func sign(
    _ answers: [OCSPSingleResponse], producedAt: PKITime, nonce: [UInt8]? = nil
  ) async throws(CMSError) -> OCSPResponse {
    var fields = [
      DER.explicit(2, DER.octetString(certificate.publicKey.keyIdentifier)),
      DER.generalizedTime(producedAt.truncatedToSeconds), DER.constructed(DERTag.sequence, answers.map(\.der)),
    ]
    if let nonce { fields.append(DER.explicit(1, OCSPRequest.nonceExtension(nonce))) }
    let tbs = DER.constructed(DERTag.sequence, fields)
    let signature = try await key.sign(tbs)
    var basic = [tbs, try key.algorithm.algorithmIdentifier(), DER.bitString(signature)]
    if certificate != issuer { basic.append(DER.explicit(0, DER.sequence(certificate.der))) }
    let bytes = DER.octetString(DER.constructed(DERTag.sequence, basic))
    return try OCSPResponse(
      der: DER.sequence(DER.enumerated(0), DER.explicit(0, DER.sequence(DER.oid(.ocspBasic), bytes))))
  }
}
