import HeqiDomain

extension DashboardPage {
  /// The drawings' units; the pages scale them.
  private enum Plot {
    static let rowHeight = 34
    static let barStart = 150
    static let barLength = 380
    static let columnWidth = 52
    static let floor = 180
    static let height = 150
  }

  init(_ figures: ContractFigures, isCompany: Bool, texts: LocaleTexts) {
    let total = figures.folders.values.reduce(0, +)
    lead = texts(isCompany ? "dashboard.leadCompany" : "dashboard.lead", ["count": String(total)])
    hasContracts = total > 0
    let times = figures.timeToSign
    stats = [
      Stat(number: Self.span(times?.median, texts), label: texts("dashboard.median")),
      Stat(number: Self.span(times?.p90, texts), label: texts("dashboard.p90")),
      Stat(number: String(figures.dueSoon), label: texts("dashboard.dueSoon")),
      Stat(number: String(figures.overdue), label: texts("dashboard.overdue")),
    ]
    let most = max(1, figures.folders.values.max() ?? 1)
    folders = ContractFolder.allCases.enumerated().map { index, folder in
      let count = figures.folders[folder] ?? 0
      let width = Plot.barLength * count / most
      return FolderBar(
        label: texts(folder.title), href: Links.folder(folder), count: String(count), textY: String(index * Plot.rowHeight + 22),
        barY: String(index * Plot.rowHeight + 8), width: String(count > 0 ? max(2, width) : 0),
        numberX: String(Plot.barStart + width + 8))
    }
    foldersHeight = String(ContractFolder.allCases.count * Plot.rowHeight)
    foldersLabel = texts("dashboard.foldersLabel", ["count": String(total)])
    let peak = max(1, figures.months.flatMap { [$0.initiated, $0.completed] }.max() ?? 1)
    top = String(peak)
    months = figures.months.enumerated().map { index, month in
      let x = 40 + index * Plot.columnWidth
      func height(_ count: Int) -> Int { count > 0 ? max(2, Plot.height * count / peak) : 0 }
      let (initiated, completed) = (height(month.initiated), height(month.completed))
      return MonthBars(
        label: texts("dashboard.month", ["year": String(month.year), "month": String(month.month)]),
        month: String(month.month), labelX: String(x + 18), initiated: String(month.initiated), initiatedX: String(x),
        initiatedY: String(Plot.floor - initiated), initiatedHeight: String(initiated), completed: String(month.completed),
        completedX: String(x + 18), completedY: String(Plot.floor - completed), completedHeight: String(completed))
    }
    monthsLabel = texts(
      "dashboard.monthsLabel",
      [
        "initiated": String(figures.months.reduce(0) { $0 + $1.initiated }),
        "completed": String(figures.months.reduce(0) { $0 + $1.completed }),
      ])
  }

  /// Two digits are enough: `3 天`, `5 小时`, `12 分钟`.
  static func span(_ duration: Duration?, _ texts: LocaleTexts) -> String {
    guard let seconds = duration?.components.seconds else { return "–" }
    if seconds >= 2 * 86_400 { return texts("dashboard.days", ["count": String(seconds / 86_400)]) }
    if seconds >= 2 * 3600 { return texts("dashboard.hours", ["count": String(seconds / 3600)]) }
    return texts("dashboard.minutes", ["count": String(max(1, seconds / 60))])
  }
}
