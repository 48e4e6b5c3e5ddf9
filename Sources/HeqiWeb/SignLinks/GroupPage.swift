import HeqiApplication
import HeqiDomain

/// All contracts of a group, and one panel that signs them.
struct GroupPage: PageModel {
  static let template = "links/group"

  struct Row: Sendable {
    let title: String
    let number: String
    let hash: String
    let hashShort: String
    let state: String
    let stateKind: String
    let href: String
    let button: String
    let isNext: Bool
    let download: String?
    let problem: String?
  }

  let theme: String?
  let heading: String
  let sender: String
  let lead: String
  let isDone: Bool
  let rows: [Row]
  let needsReceipt: Bool
  let receipt: String
  let hasOpen: Bool
  let isReady: Bool
  let form: FormFields
  let action: String
  let offersSeal: Bool
  let sealImage: String
  let isSeal: Bool
  let offersHandwriting: Bool
  let isHandwriting: Bool
  let isConfirmed: Bool
  let confirmText: String
  let asksCode: Bool
  let codeHint: String
  let codeURL: String
  let isCodeSent: Bool
  let submit: String
  let legal: String
  let returnURL: String?
  func title(_ texts: LocaleTexts) -> String { texts("group.title") }
}

extension GroupPage {
  init(
    _ visit: GroupVisit, token: String, form: FormFields, outcomes: [SignGroupActions.Outcome], isCodeSent: Bool,
    texts: LocaleTexts
  ) {
    let open = visit.open
    let first = visit.items[0].visit
    let scene = first.link.scene
    theme = Links.theme(first, visit.items[0].token)
    sender = first.client.name
    isDone = open.isEmpty && !visit.needsReceipt
    let signed = visit.items.count { $0.visit.party.state.isSigned }
    heading = isDone
      ? texts("group.done", ["count": String(signed), "all": String(visit.items.count)])
      : texts("group.heading", ["name": first.signer.name, "count": String(visit.items.count)])
    lead = texts(isDone ? "group.doneText" : visit.isReady ? "group.ready" : "group.lead")
    let next = open.first { $0.obstacle != nil }?.token
    rows = visit.items.map { item in
      Row(
        item, group: token, isNext: item.token == next,
        problem: outcomes.first { $0.contractID == item.visit.contract.id }?.problem.map { texts($0) }, texts: texts)
    }
    needsReceipt = visit.needsReceipt
    receipt = Links.signGroup(token) + "/receipt"
    hasOpen = !open.isEmpty && !visit.needsReceipt
    isReady = visit.isReady
    self.form = form
    action = Links.signGroup(token) + "/signature"
    let mustDraw = open.contains(where: \.needsHandwriting)
    let certified = open.filter { $0.visit.party.mode == .certificate }
    sealImage = Links.linkSeal(visit.items[0].token)
    offersSeal = !mustDraw && !certified.isEmpty
    offersHandwriting = certified.contains(where: \.mayUseHandwriting)
    isHandwriting = mustDraw || form.values["mark"] == "handwriting"
    isSeal = !isHandwriting
    isConfirmed = form.values["confirmed"] == "on"
    confirmText = texts("group.confirm", ["count": String(open.count)])
    asksCode = !certified.isEmpty
    codeHint = texts("group.codeHint", ["mobile": Mask.mobile(first.signer.mobile.reveal()), "count": String(open.count)])
    codeURL = Links.signGroup(token) + "/code"
    self.isCodeSent = isCodeSent
    submit = texts("group.submit", ["count": String(open.count)])
    legal = texts(certified.isEmpty ? "link.tickLegal" : certified.count < open.count ? "group.legalMixed" : "group.legal")
    returnURL = isDone ? scene.returnURL : nil
  }
}

extension GroupPage.Row {
  init(_ item: GroupVisit.Item, group: String, isNext: Bool, problem: String?, texts: LocaleTexts) {
    let contract = item.visit.contract
    title = contract.round.title
    number = contract.transactionNo
    hash = item.content?.description ?? ""
    hashShort = item.content?.short ?? ""
    let key: String
    if item.visit.party.state.isSigned {
      // A tick is never called a signature (B-30).
      key = item.visit.party.mode == .clickwrap ? "accepted" : "signed"
    } else if !contract.stage.isLive {
      key = "ended"
    } else if item.visit.state != .open {
      key = "expired"
    } else if item.visit.party.state == .awaitingReceipt {
      key = "new"
    } else {
      key = item.obstacle?.rawValue ?? "ready"
    }
    state = texts("group.state.\(key)")
    stateKind = switch key {
    case "signed", "accepted", "ready": "ok"
    case "ended", "expired": "bad"
    default: "wait"
    }
    href = "\(Links.link(item.token))?in=\(group)"
    button = texts(key == "face" ? "group.face" : key == "unread" || key == "reading" ? "group.read" : "group.look")
    self.isNext = isNext
    download = item.visit.party.state.isSigned ? Links.linkFile(item.token) : nil
    self.problem = problem
  }
}
