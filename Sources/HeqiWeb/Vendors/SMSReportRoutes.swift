package import HeqiApplication
import HeqiDomain
package import HeqiHTTPKit
import HeqiPorts
package import Hummingbird
import NIOCore

/// Where SMS vendors push their delivery reports (H-05). Their pushes are not signed: the address itself is the secret.
package struct SMSReportRoutes: Sendable {
  /// A thousand reports and room to spare.
  private static let bytesMax = 1 << 20
  private let reports: TakeSMSReports
  private let secret: String
  private let entrance: SignLinkRoutes.Entrance
  private let page: any ProblemPage

  package init(reports: TakeSMSReports, secret: String, page: any ProblemPage, entrance: SignLinkRoutes.Entrance) {
    self.reports = reports
    self.secret = secret
    self.page = page
    self.entrance = entrance
  }

  package func add(to router: Router<HeqiRequestContext>) {
    router.group("/callbacks/sms/{vendor}/{secret}")
      .add(
        middleware: RequestFactsMiddleware(
          addresses: entrance.addresses, signer: entrance.signer, random: entrance.random, namesBrowsers: false)
      )
      .add(middleware: SecurityHeadersMiddleware())
      .add(middleware: ErrorMiddleware(page: page))
      .add(middleware: RateLimitMiddleware(clock: entrance.clock))
      .post("", use: take)
  }

  @Sendable private func take(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    guard Self.isSame(context.parameters.get("secret") ?? "", secret) else { throw Problem.notFound }
    let body = try await request.body.collect(upTo: Self.bytesMax)
    do {
      guard let taken = try await reports(Array(buffer: body), from: context.parameters.get("vendor") ?? "") else {
        throw Problem.notFound
      }
      return Response(
        status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: ByteBuffer(string: taken.answer)))
    } catch is ProviderError {
      throw Problem.badForm("reports.unreadable", Bilingual("不是状态报告的列表。", "This is no list of delivery reports."))
    }
  }

  /// Compares in a time that does not depend on where two texts differ.
  static func isSame(_ typed: String, _ secret: String) -> Bool {
    let (left, right) = (Array(typed.utf8), Array(secret.utf8))
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
