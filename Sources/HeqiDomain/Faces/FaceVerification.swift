/// Why a face is checked (M-002); `signature` for signing by link (M-020).
package enum FacePurpose: String, Sendable, CaseIterable {
  case relationshipBinding = "RELATIONSHIP_BINDING"
  case payerAuthorization = "PAYER_AUTHORIZATION"
  case signature = "CONTRACT_SIGNATURE"

  /// Those a business system may ask for.
  package static let offered: [FacePurpose] = [.relationshipBinding, .payerAuthorization]
}

/// State of a face check (B-20).
package enum FaceStatus: String, Sendable, CaseIterable {
  case pending = "PENDING"
  /// Consented, and begun with a vendor.
  case processing = "PROCESSING"
  case success = "SUCCESS"
  case failed = "FAILED"
  case expired = "EXPIRED"

  package var isFinal: Bool { self == .success || self == .failed || self == .expired }
  /// Whether it still holds its business number (40002): one that failed or lapsed makes room for another.
  package var isLive: Bool { self != .failed && self != .expired }
}

/// Why a face check failed (M-004).
package enum FaceFault: String, Sendable, CaseIterable {
  case mismatch = "FACE_MISMATCH"
  case cardMismatch = "ID_CARD_MISMATCH"
  case poorQuality = "POOR_QUALITY"
}

/// Whose face is checked.
package struct FacePerson: Equatable, Sendable {
  package let name: Sensitive<String>
  package let idCardNumber: Sensitive<String>
  package let mobile: Sensitive<String>?

  package init(name: Sensitive<String>, idCardNumber: Sensitive<String>, mobile: Sensitive<String>? = nil) {
    self.name = name
    self.idCardNumber = idCardNumber
    self.mobile = mobile
  }

  /// Same name and same number (M-023).
  package func isSame(name: String, idCardNumber: String) -> Bool {
    self.name.reveal() == name && self.idCardNumber.reveal().uppercased() == idCardNumber.uppercased()
  }
}

/// The separate consent without which no face is looked at (E-15): when, from where, to which text.
package struct FaceConsent: Equatable, Sendable {
  package let at: Instant
  package let ip: String
  package let userAgent: String
  /// Digest of the words agreed to.
  package let textDigest: Digest

  package init(at: Instant, ip: String, userAgent: String, textDigest: Digest) {
    self.at = at
    self.ip = ip
    self.userAgent = userAgent
    self.textDigest = textDigest
  }
}

/// A check begun with a vendor. Token and address open the person's check, so they are kept sealed.
package struct FaceSession: Equatable, Sendable {
  package let vendor: String
  package let token: Sensitive<String>
  package let url: Sensitive<String>

  package init(vendor: String, token: Sensitive<String>, url: Sensitive<String>) {
    self.vendor = vendor
    self.token = token
    self.url = url
  }
}

/// What a vendor said when asked.
package enum FaceAnswer: Equatable, Sendable {
  case pending
  /// - Parameters:
  ///   - score: likeness, 0…1; nil where none was told.
  ///   - remark: what else the vendor told, for the log; nothing personal.
  case passed(score: Double?, transactionNo: String, remark: String? = nil)
  case failed(FaceFault, score: Double?, transactionNo: String?, remark: String? = nil)
}

/// One check of one person's face, keyed by business number and purpose (M-002 to M-004, M-012, M-018).
package struct FaceVerification: Equatable, Sendable {
  package let id: ID<FaceVerification>
  package let tenantID: String
  package let clientID: ID<APIClient>
  package let bizID: String
  package let purpose: FacePurpose
  /// The signer it belongs to; nil for one that a business system started.
  package let partyID: ID<ContractParty>?
  package let contractID: ID<Contract>?
  package let person: FacePerson
  /// SHA-256 of what was asked, to tell a repeat from another request (40002).
  package let requestHash: Digest
  package let look: FaceLook
  package let callbackURL: String?
  package let callbackHeaders: Sensitive<String>?
  package let createdAt: Instant
  /// Moves on only when a reviewer gets the check.
  package internal(set) var expiresAt: Instant
  /// SHA-256 of the page's token.
  package internal(set) var tokenHash: Digest
  /// Where the signer goes on after a check inside signing; opens the signing page, so it is kept sealed.
  package internal(set) var returnPath: Sensitive<String>?
  package internal(set) var status: FaceStatus
  package internal(set) var consent: FaceConsent?
  package internal(set) var session: FaceSession?
  package internal(set) var score: Double?
  package internal(set) var transactionNo: String?
  package internal(set) var fault: FaceFault?
  package internal(set) var verifiedAt: Instant?
  /// When the last try to begin found no service that answers; nil since one was begun.
  package internal(set) var exhaustedAt: Instant?
  /// What else the vendor told; stands in the log only.
  var remark: String?
  package let revision: Int

  package init(
    id: ID<FaceVerification>, tenantID: String, clientID: ID<APIClient>, bizID: String, purpose: FacePurpose,
    partyID: ID<ContractParty>? = nil, contractID: ID<Contract>? = nil, person: FacePerson, requestHash: Digest,
    look: FaceLook = FaceLook(), callbackURL: String? = nil, callbackHeaders: Sensitive<String>? = nil, createdAt: Instant,
    expiresAt: Instant, tokenHash: Digest, returnPath: Sensitive<String>? = nil, status: FaceStatus = .pending,
    consent: FaceConsent? = nil, session: FaceSession? = nil, score: Double? = nil, transactionNo: String? = nil,
    fault: FaceFault? = nil, verifiedAt: Instant? = nil, exhaustedAt: Instant? = nil, revision: Int = 1
  ) {
    self.id = id
    self.tenantID = tenantID
    self.clientID = clientID
    self.bizID = bizID
    self.purpose = purpose
    self.partyID = partyID
    self.contractID = contractID
    self.person = person
    self.requestHash = requestHash
    self.look = look
    self.callbackURL = callbackURL
    self.callbackHeaders = callbackHeaders
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.tokenHash = tokenHash
    self.returnPath = returnPath
    self.status = status
    self.consent = consent
    self.session = session
    self.score = score
    self.transactionNo = transactionNo
    self.fault = fault
    self.verifiedAt = verifiedAt
    self.exhaustedAt = exhaustedAt
    self.revision = revision
  }

  package var subject: Event.Subject { Event.Subject(kind: "face", id: id.description) }

  /// Whether a reviewer decides it.
  package var isReviewed: Bool { session?.vendor == FaceReview.vendor }
  /// Whether the person may ask for a reviewer: instead of consenting to face recognition, which is never the only way, or
  /// after every service was tried in vain (B-26).
  package var mayAskReview: Bool { (consent == nil || exhaustedAt != nil) && !isReviewed && !status.isFinal }

  /// The state at a time: one that nobody finished before its end has expired.
  package func status(at now: Instant) -> FaceStatus { !status.isFinal && now >= expiresAt ? .expired : status }

  /// The same check behind a fresh address; only hashes of tokens are kept, so a repeat cannot tell the first one.
  package func reopened(tokenHash: Digest, returnPath: Sensitive<String>? = nil) -> FaceVerification {
    var next = self
    next.tokenHash = tokenHash
    next.returnPath = returnPath ?? self.returnPath
    return next
  }
}
