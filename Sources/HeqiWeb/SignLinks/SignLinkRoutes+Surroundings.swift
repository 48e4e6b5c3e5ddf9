import Graphics
import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird
import NIOCore

/// What stands around the pages behind a link: colour, the picture for the phone, and following (J-004, J-012).
extension SignLinkRoutes {
  private static let qrMM = 34.0

  @Sendable func theme(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, _) = try await visit(context)
    guard let colour = visit.link.scene.themeColour.flatMap(ThemeColour.init(_:)) else { throw Problem.notFound }
    return colour.response
  }

  /// This very address as a QR code, to go on with the phone.
  @Sendable func qr(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (_, token) = try await visit(context)
    let picture = try QRCode(entrance.publicURL + Links.link(token)).drawing(width: Self.qrMM).svg()
    return Response(
      status: .ok, headers: [.contentType: "image/svg+xml"], body: ResponseBody(byteBuffer: ByteBuffer(bytes: picture)))
  }

  /// The name seal as it will stand in the file (E-22).
  @Sendable func seal(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, _) = try await visit(context)
    guard let drawing = SignByLink.seal(of: visit.signer) else { throw Problem.notFound }
    return Response(
      status: .ok, headers: [.contentType: "image/svg+xml"], body: ResponseBody(byteBuffer: ByteBuffer(bytes: drawing.svg())))
  }

  @Sendable func state(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, _) = try await visit(context)
    return try jsonResponse(StateAnswer(state: LinkSurroundings.state(of: visit)), request, context)
  }

  /// Says "look again" whenever something happens to the contract.
  @Sendable func events(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, _) = try await visit(context)
    return await EventStream.changes(of: contracts.live.subscribe(visit.signer.standIn), request)
  }
}

private struct StateAnswer: Encodable, Sendable {
  let state: String
}

extension ThemeColour {
  /// Its style sheet.
  var response: Response {
    Response(
      status: .ok, headers: [.contentType: "text/css; charset=utf-8"], body: ResponseBody(byteBuffer: ByteBuffer(string: styles)))
  }
}
