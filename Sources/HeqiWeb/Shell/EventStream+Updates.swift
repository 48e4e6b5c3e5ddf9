import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

extension EventStream {
  /// `changed` events with the contract's id, until either side leaves.
  static func changes(of stream: AsyncStream<LiveUpdate>, _ request: Request) -> Response {
    let (events, source) = AsyncStream.makeStream(of: ServerSentEvent.self, bufferingPolicy: .bufferingNewest(16))
    // Carries one stream into the other until either ends; the event stream's end ends it.
    let pump = Task {
      for await update in stream { source.yield(ServerSentEvent(event: "changed", data: update.contractID.description)) }
      source.finish()
    }
    source.onTermination = { _ in pump.cancel() }
    return response(request, events: events)
  }
}
