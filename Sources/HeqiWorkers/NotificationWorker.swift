package import HeqiApplication
import HeqiPorts
import HeqiStorage

/// The outbox topics of messages: text messages and e-mail (F-091).
package enum NotificationWorker {
  /// For `OutboxRelay`.
  package static func topics(_ deliver: DeliverMessage) -> [OutboxRelay.Topic] {
    [MessageOutbox.smsTopic, MessageOutbox.mailTopic].map { name in
      OutboxRelay.Topic(name) { item in await outcome { try await deliver(item) } }
    }
  }

  /// A sender's answer as the relay's: refused is never repeated, everything else is.
  package static func outcome(of send: () async throws -> DeliverMessage.Outcome) async -> RelayOutcome {
    do {
      switch try await send() {
      case .sent, .muted: return .done
      case .waits(let end): return .later(end)
      }
    } catch let error as ProviderError {
      switch error.kind {
      case .refused: return .never(reason: error.message)
      case .retryable, .unavailable: return .again(after: nil, reason: error.message)
      }
    } catch {
      return .again(after: nil, reason: "\(type(of: error))")
    }
  }
}
