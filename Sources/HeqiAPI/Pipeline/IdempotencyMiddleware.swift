import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird
import NIOCore

/// `Idempotency-Key` on every POST and PUT: the same key and request give the stored answer (drill 11).
struct IdempotencyMiddleware: RouterMiddleware {
  private static let runningRetrySeconds = 1
  let keys: AnswerOnce

  func handle(
    _ request: Request, context: HeqiRequestContext, next: @concurrent (Request, HeqiRequestContext) async throws -> Response
  ) async throws -> Response {
    guard request.method == .post || request.method == .put, let key = request.headers[.init("idempotency-key")!],
      let call = context.apiCall
    else { return try await next(request, context) }
    guard (1...255).contains(key.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw ClientError.parameter(
        "Idempotency-Key", "Idempotency-Key 应为 1 到 255 个可见 ASCII 字符。", "Idempotency-Key has 1 to 255 visible ASCII characters.")
    }
    let beginning = try await keys.begin(
      key, client: call.client, method: request.method.rawValue, target: request.uri.string, body: call.body)
    switch beginning {
    case .replay(let status, let reply): return Self.answer(status: status, reply)
    case .inProgress: throw ClientError(.requestRunning, retryAfterSeconds: Self.runningRetrySeconds)
    case .mismatch: throw ClientError(.keyReused)
    case .started: break
    }
    do {
      let response = try await next(request, context)
      // Previews answer with files and change nothing: there is nothing to repeat.
      guard response.headers[.contentType]?.hasPrefix("application/json") ?? true else {
        try await keys.abandon(key, client: call.client)
        return response
      }
      let bytes = try await Self.bytes(of: response)
      try await keys.finish(key, client: call.client, status: response.status.code, reply: bytes)
      var stored = response
      stored.body = ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
      return stored
    } catch {
      // Nothing was done, or what was done says so when asked again: the key is free for the corrected request.
      try await keys.abandon(key, client: call.client)
      throw error
    }
  }

  private static func answer(status: Int, _ reply: [UInt8]) -> Response {
    Response(
      status: .init(code: status), headers: [.contentType: "application/json; charset=utf-8", .init("idempotent-replayed")!: "true"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply)))
  }

  private static func bytes(of response: Response) async throws -> [UInt8] {
    let collector = BodyCollector()
    try await response.body.write(collector)
    return collector.bytes
  }
}

/// Gathers a response body that is small by construction: JSON of one object.
private final class BodyCollector: ResponseBodyWriter {
  private(set) var bytes: [UInt8] = []
  func write(_ buffer: ByteBuffer) async throws { bytes += buffer.readableBytesView }
  func finish(_ trailers: HTTPFields?) async throws {}
}
