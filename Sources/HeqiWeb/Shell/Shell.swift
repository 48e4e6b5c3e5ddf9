package import HeqiDomain

/// What surrounds every page.
package struct Shell: Sendable {
  let language: Language
  /// `zh-CN` or `en`.
  let languageCode: String
  let title: String
  /// Address of a further style sheet, such as a business system's colour.
  var theme: String? = nil
  let csrf: String
  /// Path and query of this page, for the language switch to come back to.
  let path: String
  let isChinese: Bool
  let isEvaluation: Bool
  let user: ShellUser?
  let navigation: [NavigationGroup]
  let bottomBar: [NavigationItem]
  /// A sentence about what was just done.
  let notice: String?
  let requestID: String
}

/// The signed-in person as the shell shows them.
package struct ShellUser: Sendable {
  let name: String
  /// First character of the name, shown in the round mark.
  let initial: String
  let isVerified: Bool
  let isStaff: Bool
  /// The company acted for; nil in personal mode (F-029).
  let company: String?
}

/// A titled group of the side bar.
package struct NavigationGroup: Sendable {
  let title: String?
  let items: [NavigationItem]
}

/// One entry of the side bar or the bottom bar.
package struct NavigationItem: Sendable {
  let label: String
  let href: String
  let icon: String
  let isCurrent: Bool
  /// Right-hand number; nil shows none.
  let count: String?
  /// The number asks for action.
  let isHot: Bool
  /// Name under which live updates find the number, such as `folder-draft`.
  let key: String
}

/// Numbers beside the entries, as the contract actions count them.
package struct NavigationCounts: Sendable, Equatable {
  package var requests: Int
  package var all: Int
  package var folders: [ContractFolder: Int]
  /// Announcements that were not read yet.
  package var announcements: Int
  /// Alarms that no operator deals with yet; staff only.
  package var alarms: Int

  package init(requests: Int = 0, all: Int = 0, folders: [ContractFolder: Int] = [:], announcements: Int = 0, alarms: Int = 0) {
    self.alarms = alarms
    self.announcements = announcements
    self.requests = requests
    self.all = all
    self.folders = folders
  }
}

/// Counts what waits for a caller; the server supplies it over the contract actions.
package protocol NavigationCounter: Sendable {
  func counts(for caller: Caller) async throws -> NavigationCounts
}
