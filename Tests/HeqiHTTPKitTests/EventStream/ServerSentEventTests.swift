import HeqiHTTPKit
import Testing

@Suite("server-sent event")
struct ServerSentEventTests {
  @Test("line breaks in data become data lines and cannot forge fields")
  func encodes() {
    let event = ServerSentEvent(event: "requests\nid: 9", data: "a\nb\r\nevent: c", id: "7\r\n8")
    #expect(event.encoded == "event: requestsid: 9\nid: 78\ndata: a\ndata: b\ndata: event: c\n\n")
  }

  @Test("an empty event still ends with an empty line")
  func empty() { #expect(ServerSentEvent(event: "ping", data: "").encoded == "event: ping\ndata: \n\n") }
}
