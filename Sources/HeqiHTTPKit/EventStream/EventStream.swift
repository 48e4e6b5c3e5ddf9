package import Hummingbird
import ServiceLifecycle

/// Answers with a stream of server-sent events that ends when the browser leaves, the source ends, or the server
/// shuts down. A comment line every `heartbeat` keeps proxies from closing it and finds clients that died silently.
package enum EventStream {
  /// Most events waiting for a slow client; older ones are dropped, so a page must treat an event as "look again".
  static let backlogMax = 64

  private enum Item: Sendable {
    case event(ServerSentEvent)
    case heartbeat
  }

  package static func response(
    _ request: Request, heartbeat: Duration = .seconds(15), retry: Duration = .seconds(3),
    events: AsyncStream<ServerSentEvent>
  ) -> Response {
    let milliseconds = retry.components.seconds * 1000
    let body = ResponseBody { writer in
      // A handler is not cancelled when its client leaves: the closed connection ends the stream through `gone`.
      let (gone, leave) = AsyncStream.makeStream(of: Void.self)
      try await request.body.consumeWithInboundCloseHandler { _ in
        try await writer.write(ByteBuffer(string: "retry: \(milliseconds)\n\n"))
        for await item in merge(events, until: gone, heartbeat: heartbeat).cancelOnGracefulShutdown() {
          switch item {
          case .event(let event): try await writer.write(ByteBuffer(string: event.encoded))
          case .heartbeat: try await writer.write(ByteBuffer(string: ": beat\n\n"))
          }
        }
        try await writer.finish(nil)
      } onInboundClosed: {
        leave.finish()
      }
    }
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store", .init("x-accel-buffering")!: "no",
      ], body: body)
  }

  /// Events and heartbeats until the events or `gone` end.
  private static func merge(
    _ events: AsyncStream<ServerSentEvent>, until gone: AsyncStream<Void>, heartbeat: Duration
  ) -> AsyncStream<Item> {
    AsyncStream(bufferingPolicy: .bufferingNewest(backlogMax)) { continuation in
      // Unstructured because the stream outlives this call; it ends with its consumer through `onTermination`.
      let pump = Task {
        await withTaskGroup(of: Void.self) { group in
          group.addTask {
            for await event in events { continuation.yield(.event(event)) }
          }
          group.addTask { for await _ in gone {} }
          group.addTask {
            while (try? await Task.sleep(for: heartbeat)) != nil { continuation.yield(.heartbeat) }
          }
          await group.next()
          group.cancelAll()
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in pump.cancel() }
    }
  }
}
