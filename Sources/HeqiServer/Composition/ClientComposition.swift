internal import CMS
internal import HeqiAPI
internal import HeqiApplication
internal import HeqiDomain
internal import HeqiHTTPKit
internal import HeqiPorts
internal import HeqiProviders
internal import HeqiStorage
internal import HeqiWeb
internal import Hummingbird
internal import Office

/// What business systems meet: the open API and the pages behind its links.
struct ClientComposition: Sendable {
  let manage: ManageClients
  let log: LogClientRequest
  let links: SignLinkActions
  let sign: SignByLink
  let accept: AcceptByLink
  let groups: SignGroupActions
  let faces: FaceDesk
  let faceReviews: FaceReviewDesk
  let tellTurn: TellClientTurn
  let forceRevocation: ForceRevocation
  let callbacks: ManageCallbacks
  let deliverCallback: DeliverCallback
  let archive: ArchiveContracts
  private let api: APIRoutes.Actions
  private let publicURL: String

  init(
    _ configuration: ServerConfiguration, data: OpenedData, parties: Parties, contracts: ContractLedger, files: ContractFiles,
    codes: CodeDesk, log transparency: TransparencyLog
  ) throws {
    publicURL = configuration.publicURL
    let ledger = ClientLedger(contracts: contracts, files: files)
    let issue = IssueSignLinks(ledger: ledger, publicURL: configuration.publicURL)
    let upload = UploadClientFile(engine: data.engine, blobs: data.blobs, clock: parties.clock, random: parties.random)
    manage = ManageClients(engine: data.engine, vault: data.vault, clock: parties.clock, random: parties.random)
    log = LogClientRequest(engine: data.engine, clock: parties.clock, random: parties.random)
    links = SignLinkActions(ledger: ledger, desk: codes, issue: issue)
    sign = SignByLink(links: links, keys: parties.keys, authority: parties.authority, timeStamps: parties.timeStamps)
    accept = AcceptByLink(links: links, timeStamps: parties.timeStamps, roots: [parties.pki.root])
    groups = SignGroupActions(links: links, desk: codes, sign: sign, accept: accept)
    faces = FaceDesk(ledger: ledger, vendors: parties.vendors.faces, publicURL: configuration.publicURL)
    faceReviews = FaceReviewDesk(
      faces: faces, blobs: data.blobs, cleaner: WorkerPhotoCleaner(workers: parties.workers),
      workingDays: configuration.reviewWorkingDays)
    tellTurn = TellClientTurn(ledger: ledger, links: issue)
    forceRevocation = ForceRevocation(ledger: ledger)
    callbacks = ManageCallbacks(engine: data.engine, clock: parties.clock)
    deliverCallback = DeliverCallback(
      engine: data.engine, vault: data.vault,
      sender: HTTPCallbackSender(allowsPrivateNetworks: configuration.webhooksAllowPrivateNetworks, clock: parties.clock), clock: parties.clock,
      random: parties.random)
    let intermediates = [parties.pki.issuing.certificate]
    let ledgerArchive: any ArchiveService = configuration.ledgerArchive.map { service in
      HTTPArchive(url: service.url, keyID: service.keyID, secret: service.secret, clock: parties.clock)
    } ?? LedgerArchive(log: transparency)
    archive = ArchiveContracts(
      ledger: contracts,
      services: [
        TimeStampArchive(timeStamps: parties.timeStamps), ledgerArchive,
        try LocalSignatureArchive(
          certificate: parties.pki.platform.certificate, chain: intermediates, key: parties.pki.platform.key,
          clock: parties.clock),
      ])
    let bundle = BundleEvidence(
      ledger: ledger, log: transparency,
      certificates: .init(
        root: parties.pki.root, issuing: parties.pki.issuing.certificate, platform: parties.pki.platform.certificate))
    let compiled = CompiledTemplates(images: ImageReencoder(workers: parties.workers))
    let fill = FillTemplate(engine: data.engine, compiled: compiled)
    let templates = ManageTemplates(engine: data.engine, compiled: compiled, clock: parties.clock, random: parties.random)
    api = APIRoutes.Actions(
      authenticate: AuthenticateClient(engine: data.engine, vault: data.vault, clock: parties.clock) { blocks, address in
        blocks.contains { AddressBlock($0)?.contains(address) ?? false }
      },
      answerOnce: AnswerOnce(engine: data.engine, vault: data.vault, clock: parties.clock), log: log, upload: upload,
      initiate: InitiateClientContract(
        ledger: ledger, upload: upload,
        places: PlaceClientFields(extractor: TextExtractor(workers: parties.workers), random: parties.random), fill: fill, links: issue,
        offersFaceChecks: !parties.vendors.faces.isEmpty, allowsPlainCallbacks: configuration.webhooksAllowPrivateNetworks),
      manage: ManageClientContracts(ledger: ledger, links: issue),
      verify: VerifyForClient(
        ledger: ledger, roots: [parties.pki.root], intermediates: [parties.pki.issuing.certificate],
        timeStampRoots: parties.timeStampRoots),
      templates: templates,
      preview: PreviewTemplate(fill: fill, templates: templates, pages: PageRenderer(workers: parties.workers)), faces: faces,
      callbacks: callbacks, groups: MakeSignGroup(ledger: ledger, links: issue, publicURL: configuration.publicURL),
      archive: archive, bundle: bundle)
  }

  /// The routes of the open API, with an entrance of their own: signatures instead of cookies.
  func routes(_ entrance: APIRoutes.Entrance) -> APIRoutes {
    APIRoutes(actions: api, entrance: entrance, publicURL: publicURL)
  }
}
