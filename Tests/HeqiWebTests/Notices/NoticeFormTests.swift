import HeqiDomain
import HeqiHTTPKit
import Testing

@testable import HeqiWeb

@Suite("The notice form")
struct NoticeFormTests {
  private func read(_ text: String) -> NoticePreferences? { NoticeForm.preferences(Form(urlEncoded: Array(text.utf8))) }

  @Test("what is not ticked is muted; every choice has a field of its own")
  func muted() {
    #expect(read("")?.muted.count == NoticeKind.allCases.count * NoticeChannel.allCases.count)
    let some = read("turn-sms=on&turn-mail=on")
    #expect(some?.muted.contains(.init(.turn, .sms)) == false && some?.muted.contains(.init(.completed, .mail)) == true)
  }

  @Test(
    "quiet hours are read whole or refused",
    arguments: [
      ("quietFrom=22:00&quietUntil=08:00&zone=480", true), ("quietFrom=22:00&quietUntil=22:00&zone=480", false),
      ("quietFrom=24:00&quietUntil=08:00&zone=480", false), ("quietFrom=&quietUntil=08:00&zone=480", false),
      ("quietFrom=22:00&quietUntil=08:60&zone=480", false), ("quietFrom=22:00&quietUntil=08:00&zone=481", false),
      ("quietFrom=2:00&quietUntil=08:00&zone=480", false), ("quietFrom=22:00&quietUntil=08:00", false),
    ])
  func quiet(fields: String, isTaken: Bool) { #expect((read("quiet=on&\(fields)") != nil) == isTaken) }

  @Test("hours that are switched off are not kept, and zones are written as people know them")
  func words() {
    #expect(read("quietFrom=22:00&quietUntil=08:00&zone=480")?.quiet == nil)
    #expect(NoticeForm.zone(480) == "UTC+08:00" && NoticeForm.zone(-210) == "UTC−03:30" && NoticeForm.clock(65) == "01:05")
    #expect(NoticeForm.zones.allSatisfy { QuietHours(from: 0, until: 1, offset: $0) != nil })
  }
}
