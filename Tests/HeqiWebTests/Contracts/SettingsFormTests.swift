import HeqiDomain
import HeqiHTTPKit
@testable import HeqiWeb
import Testing

@Suite("settings of a draft as a form")
struct SettingsFormTests {
  static let now = CivilTime.instant(year: 2026, month: 11, day: 21, hour: 14) ?? Instant(seconds: 0)
  static let good = [
    "title": "房屋租赁合同", "issueOrder": "sendThenSign", "signingOrder": "sequential", "signDate": "2026-12-06", "signTime": "18:00",
    "declared": "on",
  ]

  private func read(_ changes: [String: String]) throws -> SettingsForm {
    let fields = Self.good.merging(changes) { $1 }.map { (name: $0, value: $1) }
    let texts = try TemplateTests.library.get().chinese
    return try SettingsForm(Form(fields: fields), over: ContractSettings(), now: Self.now, texts: texts)
  }

  @Test("each wrong field gets its own sentence", arguments: [
    ("title", ""), ("title", "a/b"), ("signDate", ""), ("signDate", "2026-02-30"), ("signDate", "2026-11-20"), ("flowDate", "2026-12-01"),
    ("flowDate", "soon"), ("termEnd", "2026-12-31"), ("amount", "-1"), ("amount", "1.234"), ("amount", "1e9"), ("readingSeconds", "1000"),
    ("readingSeconds", "ten"), ("declared", ""),
  ])
  func wrong(field: String, value: String) throws {
    do {
      _ = try read([field: value])
      Issue.record("\(field)=\(value) was taken")
    } catch let error as FormCorrections {
      let expected = field == "termEnd" ? "termStart" : field
      #expect(Array(error.errors.keys) == [expected])
      #expect(error.errors[expected]?.isEmpty == false)
    }
  }

  @Test("a full form becomes settings, and settings the same form")
  func roundTrip() throws {
    let typed = [
      "flowDate": "2026-12-31", "termStart": "2026-12-01", "termEnd": "2027-11-30", "amount": "12,800.5", "readingSeconds": "30",
    ]
    let form = try read(typed)
    #expect(form.title == "房屋租赁合同")
    #expect(form.settings.issueOrder == .sendThenSign && form.settings.signingOrder == .sequential)
    #expect(form.settings.signDeadline?.shortText == "2026-12-06 18:00")
    #expect(form.settings.flowExpiresAt?.shortText == "2026-12-31 23:59")
    #expect(form.settings.term?.start.shortText == "2026-12-01 00:00" && form.settings.term?.end?.shortText == "2027-11-30 23:59")
    #expect(form.settings.amount?.minorUnits == 1_280_050)
    #expect(form.settings.forcedReadingSeconds == 30 && form.settings.subjectMatter == .general)
    let shown = SettingsForm.values(try ContractSample.round(settings: form.settings), now: Self.now)
    #expect(shown["amount"] == "12800.50" && shown["signDate"] == "2026-12-06" && shown["signTime"] == "18:00")
    #expect(shown["termEnd"] == "2027-11-30" && shown["flowDate"] == "2026-12-31" && shown["readingSeconds"] == "30")
    #expect(shown["issueOrder"] == "sendThenSign" && shown["declared"] == "on")
  }

  @Test("a draft without a deadline is offered one in fifteen days")
  func proposal() throws {
    let shown = SettingsForm.values(try ContractSample.round(), now: Self.now)
    #expect(shown["signDate"] == "2026-12-06" && shown["signTime"] == "18:00" && shown["declared"] == "")
  }

  @Test("amounts in cents", arguments: [("0", 0), ("12800", 1_280_000), ("0.5", 50), ("9999999999999.99", 999_999_999_999_999)] as [(String, Int64)])
  func cents(text: String, value: Int64) { #expect(SettingsForm.cents(text) == value) }
}
