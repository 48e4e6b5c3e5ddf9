package import HeqiDomain
package import HeqiPorts
package import HeqiStorage
package import Logging

/// Everything the pages can ask about companies; built once by the server.
package struct CompanyActions: Sendable {
  package let submit: SubmitCompany
  package let verifications: ReadCompanyVerifications
  package let authorize: AuthorizeApplicant
  package let proveAccount: ProveAccount
  package let review: ReviewCompany
  /// For the worker of `CompanyDesk.queue`.
  package let checks: RunCompanyChecks
  package let certificates: IssueCompanyCertificate
  package let organization: ReadOrganization
  package let members: ManageMembers
  package let tree: EditTree
  package let importRoster: ImportRoster
  package let directory: PullDirectory

  /// - Parameters:
  ///   - bank: the evaluation outbox, where a bank's statement would be; `nil` in production.
  package init(
    ledger: PeopleLedger, blobs: BlobStore, cleaner: any PhotoCleaner, keys: any KeyStore, authority: any CertificateAuthority,
    timeStamps: any TimeStampAuthority, reader: any LicenceRecognizer, payouts: any PayoutVerifier,
    directory: any OrgDirectory, directoryCodes: [UnifiedSocialCreditCode] = [], codes: CodeDesk,
    publicURL: String, bank: EvaluationOutbox? = nil, calendar: WorkingCalendar = .china,
    reviewWorkingDays: Int = 2, logger: Logger = Logger(label: "heqi.company")
  ) {
    let desk = CompanyDesk(ledger: ledger, calendar: calendar, reviewWorkingDays: reviewWorkingDays)
    let files = CompanyFiles(blobs: blobs, cleaner: cleaner)
    certificates = IssueCompanyCertificate(ledger: ledger, keys: keys, authority: authority)
    checks = RunCompanyChecks(
      desk: desk, files: files, reader: reader,
      complete: CompleteCompany(ledger: ledger, certificates: certificates), logger: logger)
    submit = SubmitCompany(desk: desk, files: files, checks: checks)
    verifications = ReadCompanyVerifications(desk: desk, files: files)
    authorize = AuthorizeApplicant(
      desk: desk, files: files, codes: codes, keys: keys, timeStamps: timeStamps, publicURL: publicURL)
    proveAccount = ProveAccount(desk: desk, files: files, payouts: payouts, checks: checks)
    organization = ReadOrganization(ledger: ledger)
    members = ManageMembers(ledger: ledger)
    tree = EditTree(ledger: ledger)
    importRoster = ImportRoster(ledger: ledger, blobs: blobs)
    self.directory = PullDirectory(ledger: ledger, directory: directory, codes: directoryCodes)
    review = ReviewCompany(desk: desk, files: files, checks: checks, bank: bank)
  }
}
