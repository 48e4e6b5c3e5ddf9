package import HeqiDomain
import HeqiPorts
import Hummingbird

/// The one file that says how features' errors look from outside. Exhaustive, so a new code must decide here.
extension Problem {
  /// The problem of a known error; nil for one that only the log may describe.
  package static func of(_ error: any Error) -> Problem? {
    switch error {
    case let problem as Problem: problem
    case let error as IdentityError: Problem(error)
    case let error as ContractError: Problem(error)
    case let error as SealError: Problem(error)
    case let error as BusinessTypeError: Problem(error)
    case let error as OrganizationError: Problem(error)
    case let error as ListingError: Problem(error)
    case let error as ContactError: Problem(error)
    case let error as AnnouncementError: Problem(error)
    case let error as ProviderError: Problem(error)
    case let error as ClientError: Problem(error)
    case let error as VendorError: Problem(error)
    default: nil
    }
  }

  /// A refusal about people: accounts, sessions, verification, review.
  package init(_ error: IdentityError) {
    let status: HTTPResponse.Status =
      switch error.code {
      case .notSignedIn, .sessionEnded: .unauthorized
      case .notPermitted, .ownCase, .accountSuspended, .consentNotGiven: .forbidden
      case .accountUnknown: .notFound
      case .staleRevision, .mobileTaken, .emailTaken, .idCardTaken, .alreadyVerified, .checksRunning, .notAwaitingReview,
        .takenByAnother, .taskClosed:
        .conflict
      case .tooManyRequests: .tooManyRequests
      case .busy: .serviceUnavailable
      case .invalidName, .invalidMobile, .invalidEmail, .invalidIDCardNumber, .weakPassword, .agreementMissing, .codeRefused,
        .loginRefused, .notSubmitted, .tooYoung, .consentMissing, .imageMissing, .imageUnreadable, .terminated, .reasonMissing:
        .unprocessableContent
      }
    self.init(
      status, code: "identity.\(error.code.rawValue)", title: Self.heading(status), detail: error.message, field: error.field,
      retryAfter: error.retryAfterSeconds)
  }

  /// A refusal about a contract. What a stranger may not know exists looks like nothing at all.
  package init(_ error: ContractError) {
    let status: HTTPResponse.Status =
      switch error.code {
      case .notFound, .notAParty, .notDelivered, .attachmentMissing: .notFound
      case .notPermitted, .identityUnverified, .companyModeNeeded: .forbidden
      case .approvalRefused, .staleRevision, .requestConflict, .notAllowedInStage, .notYourTurn, .fileChanged, .alreadySigned, .everyoneSigned,
        .attachmentKnown, .attachmentFixed,
        .deadlinePassed, .deadlineNotReached:
        .conflict
      case .fileTooLarge: .contentTooLarge
      case .codeTooSoon, .codeExhausted, .urgeTooSoon: .tooManyRequests
      case .signingUnavailable: .serviceUnavailable
      case .storageDamaged, .recordsDamaged, .signaturesUnverified: .internalServerError
      case .attachmentRefused, .tooManyAttachments, .nameMismatch, .titleInvalid, .fileMissing, .fileRefused, .tooManyPages, .receiversMissing, .tooManyReceivers,
        .tooManySigners,
        .duplicateParty, .receiverUnreachable, .placesMissing, .tooManyPlaces, .placeOutsidePage, .keywordNotFound, .seamInvalid,
        .deadlineMissing, .deadlineInPast, .deadlineOrder, .readingSecondsInvalid, .amountInvalid, .termInvalid,
        .subjectMatterUndeclared, .subjectMatterExcluded, .businessTypeMissing, .businessTypeRefused,
        .parametersMissing, .reasonMissing,
        .reasonTooLong, .opinionMissing, .reviewRejected, .contentUnconfirmed, .readingTooShort, .intentionMissing, .codeWrong,
        .codeExpired, .liveImageUnrated, .liveImageUnacceptable, .liveImageUnavailable, .markUnusable, .handwritingTooSimple,
        .certificateInvalid:
        .unprocessableContent
      }
    let isHidden = status == .notFound
    self.init(
      status, code: isHidden ? "contract.notFound" : "contract.\(error.code.rawValue)", title: Self.heading(status),
      detail: isHidden ? ContractError(.notFound).message : error.message)
  }

  /// A refusal about a company, its verification, tree or people. Another company's anything looks like nothing at all.
  package init(_ error: OrganizationError) {
    let status: HTTPResponse.Status =
      switch error.code {
      case .notFound, .notAMember: .notFound
      case .notPermitted, .companyModeRequired, .identityUnverified, .ownCase, .notTheRepresentative: .forbidden
      case .staleRevision, .codeTaken, .alreadyMember, .unitNotEmpty, .unitFixed, .verificationClosed, .underReview, .notExpected: .conflict
      case .signingUnavailable: .serviceUnavailable
      case .invalidCode, .invalidName, .notLegalRepresentative, .ownMobile, .reasonMissing, .invalidAccount, .licenceMissing,
        .imageMissing, .amountInvalid, .amountWrong, .amountTooLate, .amountTriesUsed, .referenceMissing, .codeFixed, .invalidPerson, .rosterUnreadable,
        .rosterTooLarge, .rosterFaulty, .rosterMissing, .memberLegalRep, .delegateByLegalRep, .unitUnknown, .directoryMissing,
        .unitMisplaced, .unitNameInvalid, .unitNameTaken, .unitTooDeep, .unitCircle, .tooManyUnits, .managerCircle, .heirMissing,
        .nobodyChosen:
        .unprocessableContent
      }
    let isHidden = status == .notFound
    self.init(
      status, code: isHidden ? "organization.notFound" : "organization.\(error.code.rawValue)", title: Self.heading(status),
      detail: isHidden ? OrganizationError(.notFound).message : error.message, field: error.field)
  }

  /// A refusal about a business type.
  package init(_ error: BusinessTypeError) {
    let status: HTTPResponse.Status =
      switch error.code {
      case .unknown: .notFound
      case .notPermitted, .powerMissing: .forbidden
      case .staleRevision, .stopped, .wrongStatus: .conflict
      case .nameInvalid, .codeInvalid, .nameTaken, .numberingInvalid, .peopleInvalid, .sealInvalid, .planInvalid,
        .removalRefused:
        .unprocessableContent
      }
    self.init(
      status, code: "businessType.\(error.code.rawValue)", title: Self.heading(status), detail: error.message,
      field: error.field)
  }

  /// A refusal about a seal.
  package init(_ error: SealError) {
    let status: HTTPResponse.Status =
      switch error.code {
      case .unknown: .notFound
      case .notOwner, .notVerified: .forbidden
      case .wrongStatus, .powerClosed, .fileChanged: .conflict
      case .pinLocked: .tooManyRequests
      case .signingUnavailable: .serviceUnavailable
      case .imageInvalid, .imageOpaque, .designInvalid, .tooMany, .notGranted, .pinMissing, .pinWrong, .pinWeak,
        .powerInvalid, .codeWrong:
        .unprocessableContent
      }
    self.init(
      status, code: "seal.\(error.code.rawValue)", title: Self.heading(status), detail: error.message, field: error.field)
  }

  /// A refusal about lists, tags and saved views.
  package init(_ error: ListingError) {
    let (status, field): (HTTPResponse.Status, String?) =
      switch error.code {
      case .tagUnknown, .viewUnknown: (.notFound, nil)
      case .tagNameTaken, .viewNameTaken: (.conflict, "name")
      case .tagNameInvalid, .viewNameInvalid, .tooManyTags, .tooManyViews: (.unprocessableContent, "name")
      case .nothingChosen: (.unprocessableContent, nil)
      }
    self.init(
      status, code: "listing.\(error.code.rawValue)", title: Self.heading(status), detail: error.message, field: field)
  }

  /// A refusal about announcements.
  package init(_ error: AnnouncementError) {
    let (status, field): (HTTPResponse.Status, String?) =
      switch error.code {
      case .unknown: (.notFound, nil)
      case .notAllowed: (.conflict, nil)
      case .titleInvalid: (.unprocessableContent, "title")
      case .textInvalid: (.unprocessableContent, "text")
      case .englishTitleInvalid: (.unprocessableContent, "titleEnglish")
      case .englishTextInvalid: (.unprocessableContent, "textEnglish")
      }
    self.init(
      status, code: "announcement.\(error.code.rawValue)", title: Self.heading(status), detail: error.message, field: field)
  }

  /// A refusal about contacts.
  package init(_ error: ContactError) {
    let (status, field): (HTTPResponse.Status, String?) =
      switch error.code {
      case .unknown, .invitationUnknown: (.notFound, nil)
      case .notPermitted, .identityUnverified: (.forbidden, nil)
      case .tooManyInvitations: (.tooManyRequests, nil)
      case .alreadyThere, .isSelf, .alreadyRegistered: (.conflict, nil)
      case .nameInvalid: (.unprocessableContent, "name")
      case .mobileInvalid, .noAddress: (.unprocessableContent, "mobile")
      case .emailInvalid: (.unprocessableContent, "email")
      case .groupInvalid: (.unprocessableContent, "group")
      case .noteInvalid: (.unprocessableContent, "note")
      case .tooMany: (.unprocessableContent, nil)
      }
    self.init(
      status, code: "contact.\(error.code.rawValue)", title: Self.heading(status), detail: error.message, field: field)
  }

  /// An outside party did not answer; the reason is the operator's, not the reader's.
  init(_ error: ProviderError) {
    self.init(
      .serviceUnavailable, code: "provider.\(error.provider)", title: Problem.unavailable.title,
      detail: Problem.unavailable.detail, retryAfter: 10)
  }

  /// An order of vendors that stays as it is.
  init(_ error: VendorError) {
    let status: HTTPResponse.Status = error.code == .staleRevision ? .conflict : .unprocessableContent
    self.init(
      status, code: "vendor.\(error.code.rawValue)", title: Self.heading(status), detail: error.message, field: error.field)
  }

  /// A refusal of the open API; its code is the source's number (M-031).
  package init(_ error: ClientError) {
    let status: HTTPResponse.Status =
      switch error.code {
      case .parameter, .templateUnavailable, .linkExpired, .linkUsed, .faceFailed: .badRequest
      case .signatureInvalid: .unauthorized
      case .scopeMissing: .forbidden
      case .notFound: .notFound
      case .methodNotAllowed: .methodNotAllowed
      case .duplicate, .wrongState, .requestRunning: .conflict
      case .tooLarge: .contentTooLarge
      case .keyReused: .unprocessableContent
      case .tooMany: .tooManyRequests
      case .providerUnavailable, .callbackFailed, .archiveFailed: .serviceUnavailable
      }
    self.init(
      status, code: String(error.code.rawValue), title: error.title, detail: error.message, field: error.field,
      retryAfter: error.retryAfterSeconds)
  }

  private static func heading(_ status: HTTPResponse.Status) -> Bilingual {
    switch status.code {
    case 401: Problem.signInRequired.title
    case 403: Bilingual("您不能进行这个操作", "You may not do this")
    case 404: Problem.notFound.title
    case 409: Bilingual("内容已经变化", "Something has changed")
    case 413: Problem.tooLarge.title
    case 429: Bilingual("操作太频繁", "Too many requests")
    case 500: Problem.internalError.title
    case 503: Problem.unavailable.title
    default: Bilingual("还不能这样做", "This is not possible yet")
    }
  }
}
