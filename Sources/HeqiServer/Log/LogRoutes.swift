internal import HeqiApplication
package import HeqiHTTPKit
package import Hummingbird
internal import MerkleLog

/// The public face of the transparency log: `/log/checkpoint`, `/log/tile/…` (C2SP tlog-tiles), `/log/key`, and the
/// proof of one event. Holds hashes only, nothing personal.
package struct LogRoutes: Sendable {
  let log: TransparencyLog

  package func add(to router: Router<HeqiRequestContext>) {
    router.get("log/key") { _, _ in Self.text(log.verifierKey + "\n") }
    router.get("log/checkpoint") { _, _ in
      guard let note = try await log.checkpoint() else { throw HTTPError(.notFound) }
      return Self.text(note)
    }
    router.get("log/tile/**") { request, context in
      let path = "tile/" + context.parameters.getCatchAll().joined(separator: "/")
      guard let bytes = try await log.tile(path: path) else { throw HTTPError(.notFound) }
      let cache = path.contains(".p/") ? "no-store" : "public, max-age=31536000, immutable"
      return Response(
        status: .ok, headers: [.contentType: "application/octet-stream", .cacheControl: cache],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
    router.get("log/proof/:event") { _, context in
      let event = try context.parameters.require("event")
      guard let proof = try await log.proof(ofEvent: event, tenantID: "main") else { throw HTTPError(.notFound) }
      return Self.text(proof.text)
    }
  }

  private static func text(_ text: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
