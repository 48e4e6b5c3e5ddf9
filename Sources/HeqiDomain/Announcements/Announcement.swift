/// 公告: what the platform tells everybody, in both languages (F-044).
package struct Announcement: Equatable, Sendable {
  package static let titleCharactersMax = 60
  package static let textCharactersMax = 2000

  package let id: ID<Announcement>
  package let title: Bilingual
  package let text: Bilingual
  package let createdAt: Instant
  /// Nil while it is a draft.
  package let publishedAt: Instant?
  /// Nobody sees it any more.
  package let withdrawnAt: Instant?

  package init(
    id: ID<Announcement>, title: Bilingual, text: Bilingual, createdAt: Instant, publishedAt: Instant? = nil,
    withdrawnAt: Instant? = nil
  ) {
    self.id = id
    self.title = title
    self.text = text
    self.createdAt = createdAt
    self.publishedAt = publishedAt
    self.withdrawnAt = withdrawnAt
  }

  package var isVisible: Bool { publishedAt != nil && withdrawnAt == nil }

  /// Title and text in both languages, each filled. Throws `AnnouncementError` at the field.
  package static func checked(title: Bilingual, text: Bilingual) throws(AnnouncementError) -> (Bilingual, Bilingual) {
    func words(_ typed: String, _ most: Int, _ code: AnnouncementError.Code) throws(AnnouncementError) -> String {
      let words = typed.trimmingWhitespace
      guard (1...most).contains(words.count) else { throw AnnouncementError(code) }
      return words
    }
    return (
      Bilingual(
        try words(title.chinese, titleCharactersMax, .titleInvalid), try words(title.english, titleCharactersMax, .englishTitleInvalid)),
      Bilingual(try words(text.chinese, textCharactersMax, .textInvalid), try words(text.english, textCharactersMax, .englishTextInvalid))
    )
  }
}

/// An announcement as one reader sees it.
package struct ReadAnnouncement: Equatable, Sendable {
  package let announcement: Announcement
  package let isRead: Bool

  package init(announcement: Announcement, isRead: Bool) {
    self.announcement = announcement
    self.isRead = isRead
  }
}

/// Refusals about announcements.
package struct AnnouncementError: Error, Equatable, Sendable {
  package enum Code: String, Sendable, CaseIterable {
    case titleInvalid, textInvalid, englishTitleInvalid, englishTextInvalid, unknown, notAllowed
  }

  package let code: Code

  package init(_ code: Code) { self.code = code }

  package var message: Bilingual {
    switch code {
    case .titleInvalid: Bilingual("请填写中文标题，最多 60 个字。", "Enter the Chinese title, at most 60 characters.")
    case .englishTitleInvalid: Bilingual("请填写英文标题，最多 60 个字符。", "Enter the English title, at most 60 characters.")
    case .textInvalid: Bilingual("请填写中文内容，最多 2000 个字。", "Enter the Chinese text, at most 2,000 characters.")
    case .englishTextInvalid: Bilingual("请填写英文内容，最多 2000 个字符。", "Enter the English text, at most 2,000 characters.")
    case .unknown: Bilingual("这条公告不存在。", "This announcement does not exist.")
    case .notAllowed: Bilingual("公告的状态已变，请刷新页面。", "The announcement has changed. Reload the page.")
    }
  }
}
