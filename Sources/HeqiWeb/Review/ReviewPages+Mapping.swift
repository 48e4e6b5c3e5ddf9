import HeqiApplication
import HeqiDomain

extension ReviewQueuePage {
  init(_ queue: ReviewQueue, view: ReviewQueueView, isFirst: Bool, now: Instant, texts: LocaleTexts) {
    heading =
      view == .overdue
      ? texts("review.headingOverdue", ["count": String(queue.overdueCount)])
      : texts("review.headingOpen", ["count": String(queue.openCount)])
    tabs = [
      PageTab(label: "\(texts("review.tabOpen")) \(queue.openCount)", href: Links.reviewQueue, isCurrent: view == .open),
      PageTab(label: "\(texts("review.tabOverdue")) \(queue.overdueCount)", href: Links.reviewOverdue, isCurrent: view == .overdue),
    ]
    hasCases = !queue.rows.isEmpty
    cases = queue.rows.map { ReviewCaseRow($0, now: now, texts: texts) }
    let path = view == .overdue ? Links.reviewOverdue : Links.reviewQueue
    first = isFirst ? nil : path
    next = queue.next.map { "\(path)?after=\($0)" }
    hasPager = first != nil || next != nil
  }
}

extension ReviewQueuePage.ReviewCaseRow {
  init(_ row: ReviewQueueRow, now: Instant, texts: LocaleTexts) {
    person = row.company ?? row.maskedName
    idNumber = row.maskedIDCard
    question =
      row.task.kind == .face
      ? row.questions.map { texts($0.label) }.joined(separator: texts("list.comma")) : texts("review.kind.\(row.task.kind.rawValue)")
    claimed = row.claimedBy.map { texts("review.claimed", ["name": $0]) } ?? ""
    opened = ShortTime.text(row.task.openedAt, now: now, texts: texts)
    due = ShortTime.text(row.task.dueAt, now: now, texts: texts)
    remaining = ShortTime.remaining(until: row.task.dueAt, now: now, texts: texts)
    isOverdue = row.isOverdue
    href = row.task.kind == .face ? Links.review(row.task.id.description) : Links.companyReview(row.task.id.description)
    openLabel = texts("review.openLabel", ["name": row.maskedName])
  }
}

extension ReviewCasePage {
  /// `reviewer` is who looks; a case that another one holds is shown without the decision.
  init(_ found: ReviewCase, reviewer: ID<Account>, form: FormFields, now: Instant, texts: LocaleTexts) {
    let row = found.row
    var holder: String?
    if case .claimed(let other, let until) = row.task.state, other != reviewer, now < until { holder = row.claimedBy ?? "" }
    let id = row.task.id.description
    heading = texts("review.caseHeading", ["name": row.maskedName])
    lead = row.questions.map { texts($0.label) }.joined(separator: texts("list.comma"))
    due = ShortTime.remaining(until: row.task.dueAt, now: now, texts: texts)
    dueKind = row.isOverdue ? "turn" : "wait"
    images = [(IdentityImages.Kind.front, "front"), (.live, "live"), (.back, "back")].enumerated().map { index, image in
      let label = texts("review.\(image.1)")
      return CaseImage(
        label: label, source: found.images.contains(image.0) && row.task.state.isOpen ? Links.reviewImage(id, image.1) : nil,
        key: String(index + 1), zoom: texts("review.zoom", ["name": label]))
    }
    facts = [
      Fact(label: texts("register.name"), value: row.maskedName),
      Fact(label: texts("verification.idNumber"), value: row.maskedIDCard),
      Fact(label: texts("register.mobile"), value: found.maskedMobile),
      Fact(label: texts("register.email"), value: found.maskedEmail),
      Fact(label: texts("review.age"), value: found.age.map(String.init) ?? "—"),
    ]
    log = found.log.reversed().map { LogEntry($0, texts: texts) }
    isClosed = !row.task.state.isOpen || holder != nil
    closed = holder.map { texts("review.claimed", ["name": $0]) } ?? texts("review.closed")
    action = Links.review(id)
    self.form = form
    isApprove = form.values["decision"] == "approve"
    isReject = form.values["decision"] == "reject"
  }
}
