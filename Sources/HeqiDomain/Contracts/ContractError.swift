/// Why a contract refuses what was asked. Equality is on the code.
package struct ContractError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Closed list of reasons; each has a message and a remedy in `ContractError+Messages.swift`.
  package enum Code: String, Sendable, CaseIterable {
    // whole contract
    case notFound, notAllowedInStage, notPermitted, staleRevision, requestConflict
    // people
    case identityUnverified, nameMismatch, companyModeNeeded, notAParty, notYourTurn, notDelivered
    // preparing
    case titleInvalid, fileMissing, fileRefused, fileTooLarge, tooManyPages, fileChanged
    case attachmentRefused, attachmentKnown, attachmentMissing, attachmentFixed, tooManyAttachments
    case receiversMissing, tooManyReceivers, tooManySigners, duplicateParty, receiverUnreachable
    case urgeTooSoon
    case placesMissing, tooManyPlaces, placeOutsidePage, keywordNotFound, seamInvalid
    case deadlineMissing, deadlineInPast, deadlinePassed, deadlineOrder, readingSecondsInvalid, amountInvalid,
      termInvalid
    case subjectMatterUndeclared, subjectMatterExcluded, businessTypeMissing, businessTypeRefused, parametersMissing
    // reasons and reviews
    case reasonMissing, reasonTooLong, opinionMissing, reviewRejected, approvalRefused
    // signing
    case alreadySigned, contentUnconfirmed, readingTooShort, intentionMissing, codeWrong, codeExpired, codeExhausted,
      codeTooSoon
    case liveImageUnrated, liveImageUnacceptable
    case liveImageUnavailable, markUnusable, handwritingTooSimple, certificateInvalid, signingUnavailable
    // ending
    case deadlineNotReached, signaturesUnverified, everyoneSigned, storageDamaged, recordsDamaged
  }

  package let code: Code
  /// A short note for logs and tests, without personal data; empty where the code says it all.
  package let detail: String
  /// What the message says about this very case, in both languages; `detail` where it is nil.
  package let remark: Bilingual?
  package let cause: (any Error)?

  package init(_ code: Code, _ detail: String = "", remark: Bilingual? = nil, cause: (any Error)? = nil) {
    self.code = code
    self.detail = detail
    self.remark = remark
    self.cause = cause
  }

  package static func == (left: ContractError, right: ContractError) -> Bool { left.code == right.code }

  package var description: String {
    "contract.\(code.rawValue)" + (detail.isEmpty ? "" : ": \(detail)") + (cause.map { " (\($0))" } ?? "")
  }
}
