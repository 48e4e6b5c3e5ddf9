package import HeqiDomain

/// `POST /api/v1/contract/initiate` after decoding (M-005, api.md).
package struct ClientContractRequest: Sendable {
  package struct Signer: Sendable {
    package let partyID: String
    package let partyType: String
    package let name: String
    package let idCardNumber: IDCardNumber
    package let mobile: MobileNumber
    package let email: EmailAddress?
    /// nil for a natural person.
    package let organization: Company?
    /// nil takes the template's default, or the platform's.
    package let signMethod: ClientSignMethod?
    package let notifyType: ClientNotifyType
    package let sequence: Int

    package init(
      partyID: String, partyType: String, name: String, idCardNumber: IDCardNumber, mobile: MobileNumber,
      email: EmailAddress? = nil, organization: Company? = nil, signMethod: ClientSignMethod?,
      notifyType: ClientNotifyType, sequence: Int
    ) {
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
    }
  }

  /// The company that a signer acts for, as it was named (B-19).
  package struct Company: Sendable {
    package let name: String
    package let code: UnifiedSocialCreditCode
    package let sealKind: SealKind?

    package init(name: String, code: UnifiedSocialCreditCode, sealKind: SealKind?) {
      self.name = name
      self.code = code
      self.sealKind = sealKind
    }
  }

  /// Where a party signs.
  package struct Field: Sendable {
    package enum Position: Sendable {
      /// Page from 1, points from the lower left of the visible page.
      case box(page: Int, x: Double, y: Double)
      case keyword(String)
    }

    package let partyID: String
    /// From 1: pages and keywords count within this file; nil for the contract as a whole.
    package let file: Int?
    package let kind: SignPlace.Kind
    package let position: Position
    package let width: Double?
    package let height: Double?
    /// Path in the request, for refusals.
    package let path: String

    package init(
      partyID: String, kind: SignPlace.Kind, position: Position, width: Double?, height: Double?, path: String,
      file: Int? = nil
    ) {
      self.file = file
      self.partyID = partyID
      self.kind = kind
      self.position = position
      self.width = width
      self.height = height
      self.path = path
    }
  }

  /// One of several files.
  package struct FileChoice: Sendable {
    package let id: ID<ClientFile>
    /// nil takes the name it was uploaded under.
    package let name: String?

    package init(id: ID<ClientFile>, name: String?) {
      self.id = id
      self.name = name
    }
  }

  package enum Source: Sendable {
    case file(ID<ClientFile>)
    /// Several files that are signed as one (J-014).
    case files([FileChoice])
    /// Id of a template and its variables (M-005).
    case template(String, variables: [String: TemplateInput])
  }

  package let bizID: String
  package let bizType: String
  package let title: String
  package let source: Source
  package let signers: [Signer]
  package let fields: [Field]
  package let callbackURL: String?
  /// JSON object of header names and values.
  package let callbackHeaders: String?
  package let expireDays: Int
  package let archiveProviders: [ArchiveProvider]
  package let assuranceLevel: AssuranceLevel
  /// The raw body, to tell a repeat from another request.
  package let body: [UInt8]

  package init(
    bizID: String, bizType: String, title: String, source: Source, signers: [Signer], fields: [Field], callbackURL: String?,
    callbackHeaders: String?, expireDays: Int, archiveProviders: [ArchiveProvider],
    assuranceLevel: AssuranceLevel = .reliable, body: [UInt8]
  ) {
    self.bizID = bizID
    self.bizType = bizType
    self.title = title
    self.source = source
    self.signers = signers
    self.fields = fields
    self.callbackURL = callbackURL
    self.callbackHeaders = callbackHeaders
    self.expireDays = expireDays
    self.archiveProviders = archiveProviders
    self.assuranceLevel = assuranceLevel
    self.body = body
  }
}
