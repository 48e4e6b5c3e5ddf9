package import Hummingbird
import ServiceLifecycle

/// Answers with a stream of server-sent events that ends when the browser leaves, the source ends, or the server
/// shuts down. A comment line every `heartbeat` keeps proxies from closing it and finds dead clients.
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
      try await writer.write(ByteBuffer(string: "retry: \(milliseconds)\n\n"))
      let items = merge(events, heartbeat: heartbeat)
      // Hummingbird does not cancel a handler when its client leaves; writing the next heartbeat then throws.
      for await item in items.cancelOnGracefulShutdown() {
        switch item {
        case .event(let event): try await writer.write(ByteBuffer(string: event.encoded))
        case .heartbeat: try await writer.write(ByteBuffer(string: ": beat\n\n"))
        }
      }
      try await writer.finish(nil)
    }
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store", .init("x-accel-buffering")!: "no",
      ], body: body)
  }

  private static func merge(_ events: AsyncStream<ServerSentEvent>, heartbeat: Duration) -> AsyncStream<Item> {
    AsyncStream(bufferingPolicy: .bufferingNewest(backlogMax)) { continuation in
      // Unstructured because the stream outlives this call; it ends with its consumer through `onTermination`.
      let pump = Task {
        await withTaskGroup(of: Void.self) { group in
          group.addTask {
            for await event in events { continuation.yield(.event(event)) }
          }
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
