/// Why a certificate was revoked (RFC 5280 §5.3.1).
public enum RevocationReason: UInt8, Sendable, Hashable, CaseIterable {
  case unspecified = 0
  case keyCompromise = 1
  case caCompromise = 2
  case affiliationChanged = 3
  case superseded = 4
  case cessationOfOperation = 5
  case certificateHold = 6
  case removeFromCRL = 8
  case privilegeWithdrawn = 9
  case aaCompromise = 10
}

/// One revoked certificate.
public struct RevokedCertificate: Sendable, Hashable {
  /// INTEGER octets of the serial number.
  public let serialNumber: [UInt8]
  /// When it was revoked.
  public let time: PKITime
  /// Why.
  public let reason: RevocationReason

  /// Makes an entry.
  public init(serialNumber: [UInt8], time: PKITime, reason: RevocationReason = .unspecified) {
    self.serialNumber = serialNumber
    self.time = time
    self.reason = reason
  }
}

/// A certificate revocation list (RFC 5280 §5). Entries stay encoded and are walked on each question.
public struct CertificateRevocationList: Sendable, Hashable {
  /// Octets of one list that are read.
  public static let octetCountMax = 64 << 20

  /// The list as received.
  public let der: [UInt8]
  public let issuer: DistinguishedName
  public let thisUpdate: PKITime
  public let nextUpdate: PKITime?
  public let signatureAlgorithm: SignatureAlgorithm
  public let signature: [UInt8]
  public let extensions: [CertificateExtension]
  private let tbsRange: Range<Int>
  private let entryRange: Range<Int>

  public static func == (left: Self, right: Self) -> Bool { left.der == right.der }
  public func hash(into hasher: inout Hasher) { hasher.combine(der) }

  /// Reads one list. Throws `malformedEncoding` or `invalidStructure`.
  public init(der: [UInt8]) throws(CMSError) {
    guard der.count <= Self.octetCountMax else { throw CMSError(.invalidStructure, "the CRL is too large") }
    var outer = try DERNode(der).children(DERTag.sequence)
    let tbs = try outer.required(DERTag.sequence, "tbsCertList")
    let outerAlgorithm = try outer.required(DERTag.sequence, "signatureAlgorithm")
    signature = try outer.required(DERTag.bitString, "signature").bitStringOctets()
    try outer.finish()
    var fields = try tbs.children()
    if let version = try fields.optional(DERTag.integer) {
      guard try version.smallInteger() == 1 else { throw CMSError(.invalidStructure, "unknown CRL version") }
    }
    let innerAlgorithm = try fields.required(DERTag.sequence, "signature algorithm")
    guard innerAlgorithm.encoded == outerAlgorithm.encoded else {
      throw CMSError(.invalidStructure, "the two signature algorithms of the CRL differ")
    }
    issuer = try DistinguishedName(fields.required(DERTag.sequence, "issuer"))
    thisUpdate = try PKITime(fields.required("thisUpdate"))
    nextUpdate =
      if let node = try fields.optional(DERTag.utcTime) {
        try PKITime(node)
      } else if let node = try fields.optional(
        DERTag.generalizedTime)
      { try PKITime(node) } else { nil }
    entryRange = try fields.optional(DERTag.sequence).map { $0.contentStart..<$0.contentEnd } ?? 0..<0
    if let tagged = try fields.optional(DERTag.context(0)) {
      var wrapper = try tagged.children()
      extensions = try CertificateExtension.list(wrapper.required(DERTag.sequence, "crlExtensions"))
    } else {
      extensions = []
    }
    try fields.finish()
    self.der = der
    tbsRange = tbs.range
    signatureAlgorithm = try SignatureAlgorithm(algorithmIdentifier: outerAlgorithm)
  }

  /// Whether the list's signature verifies under `key`.
  public func isSigned(by key: PublicKey) -> Bool { key.isValid(signature, over: der[tbsRange], signatureAlgorithm) }

  /// The entry of a serial number; nil when not listed. O(entries). Throws `malformedEncoding`.
  public func entry(serialNumber: [UInt8]) throws(CMSError) -> RevokedCertificate? {
    var entries = DERCursor(source: der, position: entryRange.lowerBound, end: entryRange.upperBound, rules: .der)
    while let entry = try entries.next() {
      var fields = try entry.children(DERTag.sequence)
      let serial = try fields.required(DERTag.integer, "userCertificate")
      guard serial.content.elementsEqual(serialNumber) else { continue }
      let time = try PKITime(fields.required("revocationDate"))
      var reason = RevocationReason.unspecified
      if let list = try fields.optional(DERTag.sequence) {
        for found in try CertificateExtension.list(list) {
          if found.identifier == .crlReason {
            let code = try DERNode(found.value).smallInteger(tag: DERTag.enumerated)
            reason = UInt8(exactly: code).flatMap { RevocationReason(rawValue: $0) } ?? .unspecified
          } else if found.isCritical {
            throw CMSError(.invalidStructure, "a CRL entry has an unknown critical extension")
          }
        }
      }
      return RevokedCertificate(serialNumber: serialNumber, time: time, reason: reason)
    }
    return nil
  }

  /// Authority key identifier of the list.
  public var authorityKeyIdentifier: [UInt8]? {
    extensions.first { $0.identifier == .authorityKeyIdentifier }
      .flatMap { X509Certificate.authorityKeyIdentifier($0.value) }
  }

  /// True when the list, by its extensions, speaks about all reasons for `certificate`: no delta, no indirect list,
  /// no partial reasons, scope fitting the kind of certificate, nothing critical unknown (RFC 5280 §5.2).
  public func covers(_ certificate: X509Certificate) -> Bool {
    for found in extensions {
      switch found.identifier {
      case .crlNumber, .authorityKeyIdentifier: continue
      case .deltaCRLIndicator: return false
      case .issuingDistributionPoint:
        guard scopeFits(found.value, certificate) else { return false }
      default: if found.isCritical { return false }
      }
    }
    return true
  }

  /// IssuingDistributionPoint (RFC 5280 §5.2.5): [0] name, [1] users, [2] CAs, [3] reasons, [4] indirect, [5] attribute.
  private func scopeFits(_ value: [UInt8], _ certificate: X509Certificate) -> Bool {
    guard let node = try? DERNode(value), var fields = try? node.children(DERTag.sequence) else { return false }
    let isCA = certificate.basicConstraints?.isCA ?? false
    while !fields.isAtEnd {
      guard let field = try? fields.next() else { return false }
      let flag = field.content.first.map { $0 != 0 } ?? false
      switch field.tag {
      case DERTag.context(0): continue
      case DERTag.contextPrimitive(1): if flag, isCA { return false }
      case DERTag.contextPrimitive(2): if flag, !isCA { return false }
      case DERTag.contextPrimitive(3): return false
      case DERTag.contextPrimitive(4), DERTag.contextPrimitive(5): if flag { return false }
      default: return false
      }
    }
    return true
  }
}

extension CertificateIssuer {
  /// Signs a complete CRL of this authority (RFC 5280 §5.1). `number` grows with every list.
  /// Throws `invalidArgument` or `signingFailed`.
  public func revocationList(
    _ revoked: [RevokedCertificate], number: Int, thisUpdate: PKITime, nextUpdate: PKITime
  ) async throws(CMSError) -> CertificateRevocationList {
    guard number >= 0, thisUpdate < nextUpdate else {
      throw CMSError(.invalidArgument, "a CRL needs a number and a nextUpdate after thisUpdate")
    }
    let algorithm = try key.algorithm.algorithmIdentifier()
    var fields = [
      DER.integer(1), algorithm, certificate.subject.der, DER.time(thisUpdate.truncatedToSeconds),
      DER.time(nextUpdate.truncatedToSeconds),
    ]
    if !revoked.isEmpty {
      fields.append(
        DER.constructed(
          DERTag.sequence,
          revoked.map { entry in
            var parts = [DER.tlv(DERTag.integer, entry.serialNumber), DER.time(entry.time.truncatedToSeconds)]
            if entry.reason != .unspecified {
              let reason = CertificateExtension(
                .crlReason, critical: false, value: DER.enumerated(entry.reason.rawValue))
              parts.append(DER.sequence(reason.der))
            }
            return DER.constructed(DERTag.sequence, parts)
          }))
    }
    let identifier = certificate.subjectKeyIdentifier ?? certificate.publicKey.keyIdentifier
    let extensions = [
      CertificateExtension(
        .authorityKeyIdentifier, critical: false,
        value: DER.sequence(DER.tlv(DERTag.contextPrimitive(0), identifier))),
      CertificateExtension(.crlNumber, critical: false, value: DER.integer(number)),
    ]
    fields.append(DER.explicit(0, DER.constructed(DERTag.sequence, extensions.map(\.der))))
    let tbs = DER.constructed(DERTag.sequence, fields)
    let signature = try await key.sign(tbs)
    return try CertificateRevocationList(der: DER.sequence(tbs, algorithm, DER.bitString(signature)))
  }
}
