import HeqiDomain

/// 看板: figures of one's contracts as plots and as tables (F-044).
struct DashboardPage: PageModel {
  static let template = "dashboard/dashboard"
  let lead: String
  let stats: [Stat]
  let folders: [FolderBar]
  let foldersLabel: String
  let foldersHeight: String
  let hasContracts: Bool
  let months: [MonthBars]
  let monthsLabel: String
  let top: String

  struct Stat: Sendable {
    let number: String
    let label: String
  }

  /// One bar that lies; all numbers in units of the drawing.
  struct FolderBar: Sendable {
    let label: String
    let href: String
    let count: String
    let textY: String
    let barY: String
    let width: String
    let numberX: String
  }

  /// Two bars that stand side by side.
  struct MonthBars: Sendable {
    let label: String
    let month: String
    let labelX: String
    let initiated: String
    let initiatedX: String
    let initiatedY: String
    let initiatedHeight: String
    let completed: String
    let completedX: String
    let completedY: String
    let completedHeight: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("dashboard.title") }
}
