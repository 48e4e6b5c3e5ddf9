/// How an API signer proves who it is (M-005).
package enum ClientSignMethod: String, Sendable, CaseIterable {
  /// Face check, then a code by SMS.
  case faceAndSMS = "FACE_AND_SMS"
  /// Certificate and a code by SMS.
  case certificate = "CA_CERT"
  /// Ticking, without certificate or seal (J-002).
  case clickwrap = "CLICKWRAP"

  package var mode: SignMode { self == .clickwrap ? .clickwrap : .certificate }
}

/// How an API signer learns of its turn (M-005).
package enum ClientNotifyType: String, Sendable, CaseIterable {
  /// The platform sends the link.
  case sms = "SMS"
  /// The caller shows the link itself.
  case link = "H5_LINK"
}

/// Who fixes a signed contract in time beyond the signatures themselves (M-005, B-20).
package enum ArchiveProvider: String, Sendable, CaseIterable {
  case timeStamp = "TSA"
  case ledger = "BLOCKCHAIN"
  case localCA = "LOCAL_CA"
}

/// The company that a signer acts for (B-19). It signs on the platform, under its own approvals and seals: a link alone
/// binds no company.
package struct ClientOrganization: Equatable, Sendable {
  package let id: ID<Organization>
  package let name: String
  package let code: UnifiedSocialCreditCode
  /// The kind of seal that the business system asked for; nil leaves it to the company.
  package let sealKind: SealKind?

  package init(id: ID<Organization>, name: String, code: UnifiedSocialCreditCode, sealKind: SealKind? = nil) {
    self.id = id
    self.name = name
    self.code = code
    self.sealKind = sealKind
  }
}

/// What a business system told of one signer: no account is needed (M-005, M-014, B-19).
package struct ClientSigner: Equatable, Sendable {
  /// The party in the contract.
  package let id: ID<ContractParty>
  /// The caller's own name for it, unique in the contract.
  package let partyID: String
  /// A free business tag such as RECEIVER or PAYER.
  package let partyType: String
  package let name: String
  package let idCardNumber: Sensitive<String>
  package let mobile: Sensitive<String>
  /// Where links go as well, besides the mobile; lower case.
  package let email: Sensitive<String>?
  /// nil for a natural person.
  package let organization: ClientOrganization?
  package let signMethod: ClientSignMethod
  package let notifyType: ClientNotifyType
  /// From 1; equal numbers sign in any order.
  package let sequence: Int
  package internal(set) var progress: SignerProgress

  package init(
    id: ID<ContractParty>, partyID: String, partyType: String, name: String, idCardNumber: Sensitive<String>,
    mobile: Sensitive<String>, email: Sensitive<String>? = nil, organization: ClientOrganization? = nil,
    signMethod: ClientSignMethod, notifyType: ClientNotifyType, sequence: Int, progress: SignerProgress = SignerProgress()
  ) {
    self.id = id
    self.partyID = partyID
    self.partyType = partyType
    self.name = name
    self.idCardNumber = idCardNumber
    self.mobile = mobile
    self.email = email
    self.organization = organization
    self.signMethod = signMethod
    self.notifyType = notifyType
    self.sequence = sequence
    self.progress = progress
  }

  /// The id under which a signer without an account reads and acts on its one contract. No account has it: nothing can log
  /// in with it, and it opens nothing but this party.
  package var standIn: ID<Account> { id.cast(to: Account.self) }

  /// The signer as actions know callers. It was named by the business system, which answers for the name (M-023).
  package func caller(tenantID: String, scene: Scene, language: Language) -> Caller {
    Caller(accountID: standIn, tenantID: tenantID, name: name, isVerified: true, scene: scene, language: language)
  }

  /// The same signer after something happened.
  package func with(_ change: (inout SignerProgress) -> Void) -> ClientSigner {
    var signer = self
    change(&signer.progress)
    return signer
  }
}

/// What a signer has done so far, as the API tells it (M-007).
package struct SignerProgress: Equatable, Sendable {
  /// Face check passed; its vendor's number.
  package var faceTransactionNo: String?
  /// By whom: the vendor's name, or `review:` and the reviewer's masked name.
  package var faceMethod: String?
  package var facePassedAt: Instant?
  /// Of the signature.
  package var transactionNo: String?
  package var ipAddress: String?
  package var deviceInfo: String?
  package var rejectReason: String?

  package init(
    faceTransactionNo: String? = nil, faceMethod: String? = nil, facePassedAt: Instant? = nil, transactionNo: String? = nil, ipAddress: String? = nil,
    deviceInfo: String? = nil, rejectReason: String? = nil
  ) {
    self.faceTransactionNo = faceTransactionNo
    self.faceMethod = faceMethod
    self.facePassedAt = facePassedAt
    self.transactionNo = transactionNo
    self.ipAddress = ipAddress
    self.deviceInfo = deviceInfo
    self.rejectReason = rejectReason
  }
}

/// Signer states of the open API (M-007).
package enum SignerAPIStatus: String, Sendable, CaseIterable {
  case pending = "PENDING"
  case signed = "SIGNED"
  case rejected = "REJECTED"

  package init(_ state: PartyState) {
    switch state {
    case .signed: self = .signed
    case .returned: self = .rejected
    case .waiting, .awaitingReceipt, .businessReview, .sealReview, .awaitingSignature, .observing: self = .pending
    }
  }
}

/// A contract as a business system asked for it; the contract itself lives like any other (M-013, B-03).
package struct ClientContract: Equatable, Sendable {
  package let contractID: ID<Contract>
  package let clientID: ID<APIClient>
  package let tenantID: String
  package let bizID: String
  package let bizType: String
  /// Template and version it was made from, when it was (B-18).
  package let templateID: String?
  package let templateVersion: String?
  /// SHA-256 of what was asked, to tell a repeat from another request (40002).
  package let requestHash: Digest
  package let callbackURL: String?
  package let callbackHeaders: Sensitive<String>?
  package let archiveProviders: [ArchiveProvider]
  package let createdAt: Instant
  package let expiresAt: Instant
  package let signers: [ClientSigner]

  package init(
    contractID: ID<Contract>, clientID: ID<APIClient>, tenantID: String, bizID: String, bizType: String,
    templateID: String? = nil, templateVersion: String? = nil, requestHash: Digest, callbackURL: String? = nil,
    callbackHeaders: Sensitive<String>? = nil, archiveProviders: [ArchiveProvider] = [], createdAt: Instant,
    expiresAt: Instant, signers: [ClientSigner]
  ) {
    self.contractID = contractID
    self.clientID = clientID
    self.tenantID = tenantID
    self.bizID = bizID
    self.bizType = bizType
    self.templateID = templateID
    self.templateVersion = templateVersion
    self.requestHash = requestHash
    self.callbackURL = callbackURL
    self.callbackHeaders = callbackHeaders
    self.archiveProviders = archiveProviders
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.signers = signers
  }

  package func signer(_ id: ID<ContractParty>) -> ClientSigner? { signers.first { $0.id == id } }
  package func signer(partyID: String) -> ClientSigner? { signers.first { $0.partyID == partyID } }
}
