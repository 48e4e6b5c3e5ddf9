import HeqiDomain
package import Office

/// Every action on contracts, for the routes.
package struct ContractActions: Sendable {
  // preparing
  package let upload: UploadContractFile
  package let setReceivers: SetReceivers
  package let setPlaces: SetPlaces
  package let setSeams: SetSeams
  package let setSettings: SetSettings
  package let pages: ContractPages
  package let findKeyword: FindKeyword
  package let initiate: InitiateContract
  package let reopen: ReopenContract
  package let discard: DiscardDraft
  package let negotiate: NegotiateDraft
  package let draftTemplates: ManageDraftTemplates
  package let draftFromTemplate: DraftFromTemplate
  package let compare: CompareVersions
  // receiving and ending
  package let chooseType: ChooseBusinessType
  package let typeMenu: ReadBusinessTypeMenu
  package let decide: DecideApproval
  package let addToReview: AddToReview
  package let moveReview: MoveReview
  package let chooseSigners: ChooseSigners
  package let standIn: SetStandIn
  package let stuckDuties: ListStuckDuties
  package let takeOver: TakeOverDuty
  package let exportApprovals: ExportApprovals
  package let receive: ReceiveContract
  package let returnContract: ReturnContract
  package let withdraw: WithdrawContract
  package let urge: UrgeContract
  // signing
  package let signingSheet: OpenSigningSheet
  package let showPage: ShowPage
  package let recordReading: RecordReading
  package let rateLiveImage: RateLiveImage
  package let askSigningCode: AskSigningCode
  package let sign: CompleteSignature
  package let signBatch: SignBatch
  // reading
  package let view: ViewContract
  package let download: DownloadContract
  package let addAttachment: AddAttachment
  package let removeAttachment: RemoveAttachment
  package let downloadAttachment: DownloadAttachment
  package let exportLog: ExportContractLog
  package let list: ListContracts
  package let countFolders: CountFolders
  package let scopes: ReadListScopes
  package let contacts: ManageContacts
  package let announcements: ManageAnnouncements
  package let tags: ManageTags
  package let views: ManageViews
  package let exportList: ExportList
  package let noteInvoicing: NoteInvoicing
  package let requests: ListRequests
  package let inbox: ReadInbox
  package let onboarding: ReadOnboarding
  package let live: LiveUpdates
  package let linkInvitations: LinkInvitations
  package let verifyUpload: VerifyUpload

  /// Builds all actions over one ledger.
  package init(
    ledger: ContractLedger, files: ContractFiles, live: LiveUpdates, sign: CompleteSignature,
    askSigningCode: AskSigningCode,
    showPage: ShowPage, findKeyword: FindKeyword, verifyUpload: VerifyUpload,
    exportApprovals: ExportApprovals, extractor: TextExtractor, signBatch: SignBatch
  ) {
    let pages = ContractPages(ledger: ledger, files: files)
    upload = UploadContractFile(ledger: ledger, files: files)
    setReceivers = SetReceivers(ledger: ledger)
    setPlaces = SetPlaces(ledger: ledger, pages: pages)
    setSeams = SetSeams(ledger: ledger)
    setSettings = SetSettings(ledger: ledger)
    self.pages = pages
    self.findKeyword = findKeyword
    initiate = InitiateContract(ledger: ledger, files: files)
    reopen = ReopenContract(ledger: ledger, files: files)
    discard = DiscardDraft(ledger: ledger)
    negotiate = NegotiateDraft(ledger: ledger, files: files)
    draftTemplates = ManageDraftTemplates(ledger: ledger)
    draftFromTemplate = DraftFromTemplate(
      ledger: ledger, templates: draftTemplates, upload: upload, negotiate: negotiate)
    compare = CompareVersions(ledger: ledger, files: files, extractor: extractor)
    chooseType = ChooseBusinessType(ledger: ledger)
    typeMenu = ReadBusinessTypeMenu(ledger: ledger)
    decide = DecideApproval(ledger: ledger)
    addToReview = AddToReview(ledger: ledger)
    moveReview = MoveReview(ledger: ledger)
    chooseSigners = ChooseSigners(ledger: ledger)
    standIn = SetStandIn(ledger: ledger)
    stuckDuties = ListStuckDuties(ledger: ledger)
    takeOver = TakeOverDuty(ledger: ledger)
    self.exportApprovals = exportApprovals
    receive = ReceiveContract(ledger: ledger)
    returnContract = ReturnContract(ledger: ledger)
    urge = UrgeContract(ledger: ledger)
    withdraw = WithdrawContract(ledger: ledger)
    signingSheet = OpenSigningSheet(ledger: ledger)
    self.showPage = showPage
    recordReading = RecordReading(ledger: ledger)
    rateLiveImage = RateLiveImage(ledger: ledger)
    self.askSigningCode = askSigningCode
    self.sign = sign
    self.signBatch = signBatch
    view = ViewContract(ledger: ledger)
    download = DownloadContract(ledger: ledger, files: files)
    addAttachment = AddAttachment(ledger: ledger, files: files)
    removeAttachment = RemoveAttachment(ledger: ledger, files: files)
    downloadAttachment = DownloadAttachment(ledger: ledger, files: files)
    exportLog = ExportContractLog(ledger: ledger)
    list = ListContracts(ledger: ledger)
    countFolders = CountFolders(ledger: ledger)
    scopes = ReadListScopes(ledger: ledger)
    announcements = ManageAnnouncements(ledger: ledger)
    contacts = ManageContacts(ledger: ledger)
    tags = ManageTags(ledger: ledger)
    views = ManageViews(ledger: ledger)
    exportList = ExportList(ledger: ledger)
    noteInvoicing = NoteInvoicing(ledger: ledger)
    requests = ListRequests(ledger: ledger)
    inbox = ReadInbox(ledger: ledger)
    onboarding = ReadOnboarding(ledger: ledger)
    self.live = live
    linkInvitations = LinkInvitations(ledger: ledger)
    self.verifyUpload = verifyUpload
  }
}
