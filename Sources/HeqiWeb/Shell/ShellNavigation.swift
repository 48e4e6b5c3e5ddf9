import HeqiDomain

/// Builds the side bar and the bottom bar of a signed-in person.
struct ShellNavigation {
  let texts: LocaleTexts
  let path: String
  let counts: NavigationCounts
  let isStaff: Bool

  var groups: [NavigationGroup] {
    if isStaff { return [NavigationGroup(title: nil, items: staffItems)] }
    return [
      NavigationGroup(title: nil, items: mainItems),
      NavigationGroup(title: texts("nav.folders"), items: folderItems),
      NavigationGroup(title: texts("nav.manage"), items: manageItems),
    ]
  }

  var bottomBar: [NavigationItem] {
    if isStaff { return Array(staffItems.prefix(4)) }
    return [
      item("nav.workbench", Links.workbench, icon: "inbox", count: counts.requests, isHot: counts.requests > 0, key: "requests"),
      item("nav.contracts", Links.contracts, icon: "files", isCurrent: isAmongContracts),
      item("nav.start", Links.newContract, icon: "pen"),
      item("nav.me", Links.account, icon: "person", isCurrent: path.hasPrefix(Links.account)),
    ]
  }

  /// A list or one contract, but not the start of a new one.
  private var isAmongContracts: Bool {
    path.hasPrefix("/folders/") || (path.hasPrefix(Links.contracts) && path != Links.newContract)
  }

  private var mainItems: [NavigationItem] {
    [
      item("nav.workbench", Links.workbench, icon: "inbox", count: counts.requests, isHot: counts.requests > 0, key: "requests"),
      item("nav.allContracts", Links.contracts, icon: "files", count: counts.all, key: "all"),
      item("dashboard.title", Links.dashboard, icon: "list"),
      item("announcements.title", Links.announcements, icon: "info", count: counts.announcements > 0 ? counts.announcements : nil,
        isHot: counts.announcements > 0),
    ]
  }

  private var folderItems: [NavigationItem] {
    ContractFolder.allCases.map { folder in
      NavigationItem(
        label: texts(folder.title), href: Links.folder(folder), icon: "folder", isCurrent: path == Links.folder(folder),
        count: CountText.text(counts.folders[folder] ?? 0), isHot: false, key: "folder-\(folder.rawValue)")
    }
  }

  private var manageItems: [NavigationItem] {
    [
      item("contacts.title", Links.contacts, icon: "users", isCurrent: path.hasPrefix(Links.contacts + "/") || path == Links.contacts),
      item("templates.title", Links.templates, icon: "files", isCurrent: path.hasPrefix(Links.templates)),
      item("nav.seals", Links.seals, icon: "seal", isCurrent: path.hasPrefix(Links.seals)),
      item("powers.title", Links.powers, icon: "file", isCurrent: path.hasPrefix(Links.powers)),
      item("business.title", Links.businessTypes, icon: "folder", isCurrent: path.hasPrefix(Links.businessTypes)),
      item("nav.organization", Links.organization, icon: "list", isCurrent: path.hasPrefix(Links.organization)),
      item("nav.companies", Links.companies, icon: "users", isCurrent: path.hasPrefix(Links.companies)),
      item("nav.account", Links.account, icon: "person", isCurrent: path.hasPrefix(Links.account) && !path.hasPrefix(Links.seals)),
      item("nav.verify", Links.verifyFile, icon: "shield"),
    ]
  }

  private var staffItems: [NavigationItem] {
    [
      item("nav.review", Links.reviewQueue, icon: "eye"), item("nav.overdue", Links.reviewOverdue, icon: "clock"),
      item("nav.jobs", Links.jobs, icon: "gear"),
      item("nav.clients", Links.officeClients, icon: "laptop", isCurrent: path.hasPrefix(Links.officeClients)),
      item(
        "callbacks.title", Links.officeCallbacks, icon: "list", count: counts.alarms > 0 ? counts.alarms : nil, isHot: counts.alarms > 0,
        isCurrent: path.hasPrefix(Links.officeCallbacks) || path.hasPrefix(Links.officeArchives)),
      item("revocations.title", Links.officeRevocations, icon: "undo"),
      item("faceReviews.title", Links.officeFaces, icon: "camera", isCurrent: path.hasPrefix(Links.officeFaces)),
      item("vendors.title", Links.officeVendors, icon: "gear", isCurrent: path.hasPrefix(Links.officeVendors)),
      item("announcements.title", Links.officeAnnouncements, icon: "info"), item("nav.account", Links.account, icon: "person"),
    ]
  }

  private func item(
    _ key: String, _ href: String, icon: String, count: Int? = nil, isHot: Bool = false, isCurrent: Bool? = nil, key name: String = ""
  ) -> NavigationItem {
    NavigationItem(
      label: texts(key), href: href, icon: icon, isCurrent: isCurrent ?? (path == href), count: count.map(CountText.text), isHot: isHot, key: name)
  }
}
