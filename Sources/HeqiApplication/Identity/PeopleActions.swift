package import HeqiDomain
package import HeqiPorts
package import HeqiStorage
package import Logging

/// Everything the pages and the API can ask about people; built once by the server.
package struct PeopleActions: Sendable {
  package let sendCode: SendCode
  package let sendOwnCode: SendOwnCode
  package let register: RegisterAccount
  package let logIn: LogIn
  package let logOut: LogOut
  package let resolveSession: ResolveSession
  package let listModes: ListModes
  package let chooseMode: ChooseMode
  package let listSessions: ListSessions
  package let revokeSession: RevokeSession
  package let resetPassword: ResetPassword
  package let changePassword: ChangePassword
  package let confirmEmail: ConfirmEmail
  package let changeContact: ChangeContact
  package let changeLanguage: ChangeLanguage
  package let readProfile: ReadProfile
  package let readIdentityLog: ReadIdentityLog
  package let readPersonalLog: ReadPersonalLog
  package let exportPersonalLog: ExportPersonalLog
  package let submitVerification: SubmitVerification
  package let editVerification: EditVerification
  package let requestReview: RequestReview
  package let readOwnImage: ReadOwnImage
  package let readLiveImage: ReadLiveImage
  package let purgeLiveImages: PurgeLiveImages
  /// For `RetentionSweep`.
  package let purgeExpired: PurgeExpired
  package let listSeals: ListSeals
  package let readSealDrawing: ReadSealDrawing
  package let changeSeal: ChangeSeal
  /// For the worker of `VerificationDesk.queue`.
  package let runIdentityChecks: RunIdentityChecks
  /// For other features that send codes (signing).
  package let codes: CodeDesk
}

/// Everything of the back office.
package struct ReviewActions: Sendable {
  package let listQueue: ListReviewQueue
  package let openCase: OpenReviewCase
  package let readImage: ReadReviewImage
  package let decide: DecideReview
  package let createStaff: CreateStaffAccount
}

/// Builds the actions about people from what they stand on.
package struct PeopleComposition: Sendable {
  package let people: PeopleActions
  package let review: ReviewActions

  /// - Parameters:
  ///   - keys, authority: who makes keys and certificates on success.
  ///   - parties: OCR, police and face.
  ///   - limits: `.evaluation` where codes are only shown.
  package init(
    ledger: PeopleLedger, blobs: BlobStore, cleaner: any PhotoCleaner, keys: any KeyStore,
    authority: any CertificateAuthority, parties: RunIdentityChecks.Parties, passwords: PasswordHasher,
    limits: CodeLimits = .standard, calendar: WorkingCalendar = .china, reviewWorkingDays: Int = 2,
    logger: Logger = Logger(label: "heqi.identity")
  ) {
    let codes = CodeDesk(ledger: ledger, limits: limits)
    let desk = VerificationDesk(ledger: ledger, calendar: calendar, reviewWorkingDays: reviewWorkingDays)
    let images = IdentityImages(blobs: blobs, cleaner: cleaner)
    let complete = CompleteVerification(ledger: ledger, keys: keys, authority: authority)
    let checks = RunIdentityChecks(desk: desk, images: images, parties: parties, complete: complete, logger: logger)
    let editVerification = EditVerification(desk: desk, codes: codes, images: images, checks: checks)
    let purgeLiveImages = PurgeLiveImages(ledger: ledger, images: images)
    people = PeopleActions(
      sendCode: SendCode(ledger: ledger, desk: codes), sendOwnCode: SendOwnCode(ledger: ledger, desk: codes),
      register: RegisterAccount(ledger: ledger, desk: codes, passwords: passwords),
      logIn: LogIn(ledger: ledger, desk: codes, passwords: passwords), logOut: LogOut(ledger: ledger),
      resolveSession: ResolveSession(ledger: ledger), listModes: ListModes(ledger: ledger), chooseMode: ChooseMode(ledger: ledger),
      listSessions: ListSessions(ledger: ledger),
      revokeSession: RevokeSession(ledger: ledger),
      resetPassword: ResetPassword(ledger: ledger, desk: codes, passwords: passwords),
      changePassword: ChangePassword(ledger: ledger, passwords: passwords),
      confirmEmail: ConfirmEmail(ledger: ledger, desk: codes),
      changeContact: ChangeContact(
        ledger: ledger, edit: editVerification, confirm: ConfirmPassword(ledger: ledger, passwords: passwords)),
      changeLanguage: ChangeLanguage(ledger: ledger),
      readProfile: ReadProfile(ledger: ledger), readIdentityLog: ReadIdentityLog(ledger: ledger),
      readPersonalLog: ReadPersonalLog(ledger: ledger), exportPersonalLog: ExportPersonalLog(ledger: ledger),
      submitVerification: SubmitVerification(desk: desk, images: images, checks: checks),
      editVerification: editVerification,
      requestReview: RequestReview(desk: desk), readOwnImage: ReadOwnImage(ledger: ledger, images: images),
      readLiveImage: ReadLiveImage(ledger: ledger, images: images),
      purgeLiveImages: purgeLiveImages, purgeExpired: PurgeExpired(ledger: ledger, liveImages: purgeLiveImages),
      listSeals: ListSeals(ledger: ledger),
      readSealDrawing: ReadSealDrawing(ledger: ledger), changeSeal: ChangeSeal(ledger: ledger), runIdentityChecks: checks,
      codes: codes)
    review = ReviewActions(
      listQueue: ListReviewQueue(ledger: ledger), openCase: OpenReviewCase(ledger: ledger),
      readImage: ReadReviewImage(ledger: ledger, images: images), decide: DecideReview(desk: desk, checks: checks),
      createStaff: CreateStaffAccount(ledger: ledger, passwords: passwords))
  }
}
