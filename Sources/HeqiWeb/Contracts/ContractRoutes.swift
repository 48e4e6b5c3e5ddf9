package import HeqiApplication
package import HeqiHTTPKit
package import HeqiPorts
package import Hummingbird

/// All pages of contracts: lists, starting one, one contract, signing, public verification.
package struct ContractRoutes: Sendable {
  private let renderer: PageRenderer
  private let actions: ContractActions
  private let readLiveImage: ReadLiveImage
  private let source: ReadSource?
  private let clock: any WallClock
  private let tenantID: String

  /// - Parameters:
  ///   - source: makes one PDF of photos and office files; nil takes PDF files only.
  ///   - tenantID: tenant whose records the public verification page looks at.
  package init(
    renderer: PageRenderer, actions: ContractActions, readLiveImage: ReadLiveImage, source: ReadSource?,
    clock: any WallClock, tenantID: String = "main"
  ) {
    self.renderer = renderer
    self.actions = actions
    self.readLiveImage = readLiveImage
    self.source = source
    self.clock = clock
    self.tenantID = tenantID
  }

  /// Adds the routes.
  package func add(to router: Router<HeqiRequestContext>) {
    let drafts = DraftPages(renderer: renderer, actions: actions)
    ContractListRoutes(renderer: renderer, actions: actions, clock: clock).add(to: router)
    TagRoutes(renderer: renderer, actions: actions).add(to: router)
    DraftFileRoutes(renderer: renderer, actions: actions, source: source, drafts: drafts).add(to: router)
    DraftReceiversRoutes(renderer: renderer, actions: actions, drafts: drafts).add(to: router)
    DraftPlacesRoutes(renderer: renderer, actions: actions, drafts: drafts).add(to: router)
    DraftSettingsRoutes(renderer: renderer, actions: actions, drafts: drafts, clock: clock).add(to: router)
    ContractPageRoutes(renderer: renderer, actions: actions, clock: clock).add(to: router)
    AttachmentRoutes(renderer: renderer, actions: actions, clock: clock).add(to: router)
    DraftingRoutes(renderer: renderer, actions: actions, source: source, clock: clock).add(to: router)
    DraftTemplateRoutes(renderer: renderer, actions: actions).add(to: router)
    ParameterRoutes(renderer: renderer, actions: actions).add(to: router)
    SignersRoutes(renderer: renderer, actions: actions).add(to: router)
    ApprovalRoutes(renderer: renderer, actions: actions, clock: clock).add(to: router)
    CompanyReceiptRoutes(renderer: renderer, actions: actions).add(to: router)
    StandInRoutes(renderer: renderer, actions: actions).add(to: router)
    DutyRoutes(renderer: renderer, actions: actions).add(to: router)
    ContractDecisionRoutes(renderer: renderer, actions: actions).add(to: router)
    SigningRoutes(renderer: renderer, actions: actions, readLiveImage: readLiveImage, clock: clock).add(to: router)
    BatchRoutes(renderer: renderer, actions: actions, clock: clock).add(to: router)
    VerifyRoutes(renderer: renderer, verify: actions.verifyUpload, tenantID: tenantID).add(to: router)
  }
}
