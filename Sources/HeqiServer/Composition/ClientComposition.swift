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
  let faces: FaceDesk
  let tellTurn: TellClientTurn
  let callbacks: ManageCallbacks
  let deliverCallback: DeliverCallback
  private let api: APIRoutes.Actions
  private let publicURL: String

  init(
    _ configuration: ServerConfiguration, data: OpenedData, parties: Parties, contracts: ContractLedger, files: ContractFiles,
    codes: CodeDesk
  ) {
    publicURL = configuration.publicURL
    let ledger = ClientLedger(contracts: contracts, files: files)
    let issue = IssueSignLinks(ledger: ledger, publicURL: configuration.publicURL)
    let upload = UploadClientFile(engine: data.engine, blobs: data.blobs, clock: parties.clock, random: parties.random)
    manage = ManageClients(engine: data.engine, vault: data.vault, clock: parties.clock, random: parties.random)
    log = LogClientRequest(engine: data.engine, clock: parties.clock, random: parties.random)
    links = SignLinkActions(ledger: ledger, desk: codes, issue: issue)
    sign = SignByLink(links: links, keys: parties.keys, authority: parties.authority, timeStamps: parties.timeStamps)
    faces = FaceDesk(ledger: ledger, vendor: parties.faces, publicURL: configuration.publicURL)
    tellTurn = TellClientTurn(ledger: ledger, links: issue)
    callbacks = ManageCallbacks(engine: data.engine, clock: parties.clock)
    deliverCallback = DeliverCallback(
      engine: data.engine, vault: data.vault,
      sender: HTTPCallbackSender(allowsPrivateNetworks: configuration.webhooksAllowPrivateNetworks), clock: parties.clock,
      random: parties.random)
    let compiled = CompiledTemplates(images: ImageReencoder(workers: parties.workers))
    let fill = FillTemplate(engine: data.engine, compiled: compiled)
    let templates = ManageTemplates(engine: data.engine, compiled: compiled, clock: parties.clock, random: parties.random)
    api = APIRoutes.Actions(
      authenticate: AuthenticateClient(engine: data.engine, vault: data.vault, clock: parties.clock),
      answerOnce: AnswerOnce(engine: data.engine, vault: data.vault, clock: parties.clock), log: log, upload: upload,
      initiate: InitiateClientContract(
        ledger: ledger, upload: upload,
        places: PlaceClientFields(extractor: TextExtractor(workers: parties.workers), random: parties.random), fill: fill, links: issue,
        offersFaceChecks: parties.faces != nil, allowsPlainCallbacks: configuration.webhooksAllowPrivateNetworks),
      manage: ManageClientContracts(ledger: ledger, links: issue),
      verify: VerifyForClient(
        ledger: ledger, roots: [parties.pki.root], intermediates: [parties.pki.issuing.certificate]),
      templates: templates,
      preview: PreviewTemplate(fill: fill, templates: templates, pages: PageRenderer(workers: parties.workers)), faces: faces,
      callbacks: callbacks)
  }

  /// The routes of the open API, with an entrance of their own: signatures instead of cookies.
  func routes(_ entrance: APIRoutes.Entrance) -> APIRoutes {
    APIRoutes(actions: api, entrance: entrance, publicURL: publicURL)
  }
}
