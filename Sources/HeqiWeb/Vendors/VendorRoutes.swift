package import HeqiApplication
import HeqiDomain
package import HeqiHTTPKit
package import HeqiPorts
package import Hummingbird

/// Back office: the order of vendors, changed while everything runs (M-035).
package struct VendorRoutes: Sendable {
  private static let readers: Set<PlatformRole> = [.operator_, .auditor]
  private let renderer: PageRenderer
  private let vendors: SwitchVendors
  private let reportAddresses: [String: String]
  private let clock: any WallClock

  /// - Parameter reportAddresses: where SMS vendors push their reports, by vendor.
  package init(renderer: PageRenderer, vendors: SwitchVendors, reportAddresses: [String: String], clock: any WallClock) {
    self.renderer = renderer
    self.vendors = vendors
    self.reportAddresses = reportAddresses
    self.clock = clock
  }

  package func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.officeVendors)) { request, context in
      try await renderer.page(page(FormFields(), context), request, context)
    }
    router.post("/office/vendors/{port}", use: change)
  }

  private func page(_ form: FormFields, _ context: HeqiRequestContext) async throws -> VendorsPage {
    let caller = try context.requireStaff(Self.readers)
    return VendorsPage(
      try await vendors.boards(caller: caller), mayChange: caller.platformRoles.contains(.operator_), form: form,
      addresses: reportAddresses, now: clock.now, texts: renderer.texts(context))
  }

  @Sendable private func change(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireStaff([.operator_])
    guard let port = VendorPort(rawValue: try context.parameters.require("port")),
      let board = try await vendors.boards(caller: caller).first(where: { $0.port == port })
    else { throw Problem.notFound }
    return try await renderer.submit(request, context, keeping: [], fields: []) {
      try await page($0, context)
    } act: { form in
      let typed = VendorOrder(form, names: board.places.map(\.name))
      try await vendors.change(
        port, order: typed.order, off: typed.off, seen: Int(form.text("seen") ?? "") ?? -1, reason: form.trimmed("reason"),
        caller: caller)
      return .redirect(to: Links.noticing(Links.officeVendors, "vendorsSwitched"))
    }
  }
}

/// The form of one port: a place and a tick per vendor. Two vendors at one place keep the order they had.
struct VendorOrder: Sendable {
  let order: [String]
  let off: Set<String>

  init(_ form: Form, names: [String]) {
    let places = names.enumerated().map { position, name in
      (name: name, place: Int(form.text("place.\(name)") ?? "") ?? position + 1, position: position)
    }
    order = places.sorted { ($0.place, $0.position) < ($1.place, $1.position) }.map(\.name)
    off = Set(names.filter { !form.isOn("on.\($0)") })
  }
}
