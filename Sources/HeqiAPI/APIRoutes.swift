package import HeqiApplication
import HeqiDomain
package import HeqiHTTPKit
package import HeqiPorts
package import Hummingbird
import NIOCore

/// The open API: its whole map on one screen. Every route is signed (M-028) but its description.
package struct APIRoutes: Sendable {
  static let root = "/api/v1"
  static let filePath = "/api/v1/file"
  static let verifyPath = "/api/v1/contract/verify"

  /// Every action behind the routes.
  package struct Actions: Sendable {
    package let authenticate: AuthenticateClient
    package let answerOnce: AnswerOnce
    package let log: LogClientRequest
    package let upload: UploadClientFile
    package let initiate: InitiateClientContract
    package let manage: ManageClientContracts
    package let verify: VerifyForClient
    package let templates: ManageTemplates
    package let preview: PreviewTemplate
    package let faces: FaceDesk
    package let callbacks: ManageCallbacks
    package let groups: MakeSignGroup
    package let archive: ArchiveContracts
    package let bundle: BundleEvidence

    package init(
      authenticate: AuthenticateClient, answerOnce: AnswerOnce, log: LogClientRequest, upload: UploadClientFile,
      initiate: InitiateClientContract, manage: ManageClientContracts, verify: VerifyForClient,
      templates: ManageTemplates, preview: PreviewTemplate, faces: FaceDesk, callbacks: ManageCallbacks,
      groups: MakeSignGroup, archive: ArchiveContracts, bundle: BundleEvidence
    ) {
      self.groups = groups
      self.authenticate = authenticate
      self.answerOnce = answerOnce
      self.log = log
      self.upload = upload
      self.initiate = initiate
      self.manage = manage
      self.verify = verify
      self.templates = templates
      self.preview = preview
      self.faces = faces
      self.callbacks = callbacks
      self.archive = archive
      self.bundle = bundle
    }
  }

  /// What runs before every route.
  package struct Entrance: Sendable {
    package let addresses: ClientAddress
    package let signer: CookieSigner
    package let random: any RandomSource
    package let page: any ProblemPage
    package let clock: any WallClock
    /// `openapi.yaml` as it is served.
    package let description: [UInt8]

    package init(
      addresses: ClientAddress, signer: CookieSigner, random: any RandomSource, page: any ProblemPage, clock: any WallClock,
      description: [UInt8]
    ) {
      self.addresses = addresses
      self.signer = signer
      self.random = random
      self.page = page
      self.clock = clock
      self.description = description
    }
  }

  private let actions: Actions
  private let entrance: Entrance
  private let publicURL: String

  package init(actions: Actions, entrance: Entrance, publicURL: String) {
    self.actions = actions
    self.entrance = entrance
    self.publicURL = publicURL
  }

  package func add(to router: Router<HeqiRequestContext>) {
    let contracts = ContractRoutes(actions: actions, publicURL: publicURL)
    let errors = ErrorMiddleware(page: entrance.page)
    let refusals = MinuteCounts<String>(.address, clock: entrance.clock)
    let group = open(router)
      .add(
        middleware: SignedRequestMiddleware(
          authenticate: actions.authenticate, log: actions.log, errors: errors,
          clients: MinuteCounts(.client, clock: entrance.clock), refusals: refusals)
      )
      .add(middleware: RequestLogMiddleware(log: actions.log))
      .add(middleware: IdempotencyMiddleware(keys: actions.answerOnce))
    group.put("file", use: FileRoutes(upload: actions.upload).put)
    group.post("verification/face/initiate", use: FaceRoutes(faces: actions.faces).initiate)
    group.get("verification/face/{id}", use: FaceRoutes(faces: actions.faces).get)
    group.post("contract/initiate", use: contracts.initiate)
    group.get("contract", use: contracts.list)
    group.post("contract/verify", use: VerifyRoutes(verify: actions.verify).verify)
    group.get("contract/{id}", use: contracts.get)
    group.post("contract/{id}/revoke", use: contracts.revoke)
    group.get("contract/{id}/document", use: contracts.document)
    group.get("contract/{id}/evidence", use: contracts.evidence)
    group.post("contract/{id}/archive", use: contracts.archive)
    group.get("contract/{id}/archive/{provider}", use: contracts.receipt)
    group.get("contract/{id}/events", use: contracts.events)
    group.post("contract/{id}/remind", use: contracts.remind)
    group.post("contract/{id}/sign-url", use: contracts.signURL)
    group.post("sign-group", use: SignGroupRoutes(make: actions.groups).create)
    let callbacks = CallbackRoutes(callbacks: actions.callbacks)
    group.get("webhook/delivery", use: callbacks.list)
    group.get("webhook/delivery/{id}", use: callbacks.get)
    group.post("webhook/delivery/replay", use: callbacks.replaySpan)
    group.post("webhook/delivery/{id}/replay", use: callbacks.replay)
    let templates = TemplateRoutes(manage: actions.templates, preview: actions.preview)
    group.post("template", use: templates.create)
    group.get("template", use: templates.list)
    group.get("template/{id}", use: templates.get)
    group.get("template/{id}/versions", use: templates.versions)
    group.post("template/{id}/activate", use: templates.activate)
    group.post("template/{id}/approve", use: templates.approve)
    group.post("template/{id}/preview", use: templates.preview)
    let unsigned = open(router).add(middleware: UnsignedMiddleware(errors: errors, refusals: refusals))
    unsigned.get("openapi.yaml") { _, _ in Self.description(entrance.description) }
    RefusedRoutes(root: Self.root, errors: errors).add(to: unsigned, of: router)
  }

  /// A group of the API that knows where requests come from and asks for nothing yet.
  private func open(_ router: Router<HeqiRequestContext>) -> RouterGroup<HeqiRequestContext> {
    router.group(RouterPath(Self.root))
      .add(
        middleware: RequestFactsMiddleware(
          addresses: entrance.addresses, signer: entrance.signer, random: entrance.random, namesBrowsers: false)
      )
      .add(middleware: SecurityHeadersMiddleware())
  }

  /// RFC 9512 names the type.
  private static func description(_ bytes: [UInt8]) -> Response {
    Response(
      status: .ok, headers: [.contentType: "application/yaml; charset=utf-8", .cacheControl: "public, max-age=300"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
