import HeqiDomain

/// What the platform tells its people.
struct AnnouncementsPage: PageModel {
  static let template = "announcements/list"
  let rows: [Row]
  let hasRows: Bool

  struct Row: Sendable {
    let heading: String
    let text: String
    let at: String
    let isNew: Bool
  }

  func title(_ texts: LocaleTexts) -> String { texts("announcements.title") }
}

/// Writing, publishing and withdrawing.
struct OfficeAnnouncementsPage: PageModel {
  static let template = "announcements/office"
  let form: FormFields
  let rows: [Row]
  let hasRows: Bool

  struct Row: Sendable {
    let heading: String
    let text: String
    let state: String
    let stateKind: String
    let publish: String?
    let publishLabel: String
    let withdraw: String?
    let withdrawLabel: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("announcements.title") }
}

extension AnnouncementsPage {
  init(_ shown: [ReadAnnouncement], language: Language, now: Instant, texts: LocaleTexts) {
    rows = shown.map { each in
      let announcement = each.announcement
      return Row(
        heading: announcement.title.text(in: language), text: announcement.text.text(in: language),
        at: announcement.publishedAt.map { ShortTime.text($0, now: now, texts: texts) } ?? "", isNew: !each.isRead)
    }
    hasRows = !shown.isEmpty
  }
}

extension OfficeAnnouncementsPage {
  init(_ all: [Announcement], form: FormFields, language: Language, now: Instant, texts: LocaleTexts) {
    self.form = form
    hasRows = !all.isEmpty
    rows = all.map { announcement in
      let title = ["title": announcement.title.text(in: language)]
      let key = announcement.withdrawnAt != nil ? "withdrawn" : announcement.publishedAt != nil ? "published" : "draft"
      let address = "\(Links.officeAnnouncements)/\(announcement.id)"
      return Row(
        heading: announcement.title.text(in: language), text: announcement.text.text(in: language),
        state: texts("announcements.\(key)"), stateKind: key == "published" ? "ok" : key == "draft" ? "wait" : "",
        publish: key == "draft" ? "\(address)/publication" : nil, publishLabel: texts("announcements.publishOf", title),
        withdraw: key == "withdrawn" ? nil : "\(address)/withdrawal", withdrawLabel: texts("announcements.withdrawOf", title))
    }
  }
}
