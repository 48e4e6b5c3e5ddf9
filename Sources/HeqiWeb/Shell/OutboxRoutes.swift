import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import HeqiStorage
import Hummingbird

/// Evaluation mode only: every SMS and mail instead of being sent (api.md "Evaluation mode").
struct OutboxRoutes: Sendable {
  let renderer: PageRenderer
  let outbox: EvaluationOutbox
  let clock: any WallClock

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.outbox)) { request, context in
      let messages = try await outbox.messages()
      return try await renderer.page(OutboxPage(messages, now: clock.now, texts: renderer.texts(context)), request, context)
    }
    router.get(RouterPath(stringLiteral: Links.outboxJSON)) { request, context in
      try jsonResponse(try await outbox.messages().map(OutboxDocument.init), request, context)
    }
  }
}

/// One message of `/dev/outbox.json`.
private struct OutboxDocument: Encodable {
  let at: String
  let channel: String
  let to: String
  let subject: String
  let body: String
  let code: String?

  init(_ message: DevOutboxMessage) {
    at = message.at.iso8601(milliseconds: true)
    channel = message.channel
    to = message.to
    subject = message.subject
    body = message.body
    code = message.code
  }
}

extension OutboxPage {
  init(_ stored: [DevOutboxMessage], now: Instant, texts: LocaleTexts) {
    messages = stored.map { message in
      let isMail = message.channel == "mail"
      return OutboxMessage(
        channel: texts(isMail ? "outbox.mail" : "outbox.sms"), icon: isMail ? "mail" : "phone",
        at: ShortTime.text(message.at, now: now, texts: texts), to: message.to,
        subject: message.subject.isEmpty ? nil : message.subject, body: message.body, code: message.code)
    }
  }
}
