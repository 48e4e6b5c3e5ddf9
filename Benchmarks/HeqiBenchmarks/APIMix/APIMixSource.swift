internal import Foundation

/// What business systems ask, in the shares of the mix, and whether they were told right.
struct APIMixSource: LoadSource {
  /// A contract that the mix made.
  struct Known {
    let id: String
    let bizID: String
    let caller: Int
  }

  enum Ask {
    case contract(Int), events(Int), document(Int)
    case page(Int), business(Int)
    case initiate(caller: Int, bizID: String), signURL(Int), revoke(Int), upload(Int)
  }

  /// 60 % reads, 30 % writes, 10 % lists: of a thousand requests so many of each kind.
  static let shares: [(kind: String, share: Int)] = [
    ("contract", 480), ("events", 60), ("document", 60), ("page", 50), ("business", 50), ("initiate", 100), ("sign-url", 130),
    ("revoke", 50), ("upload", 20),
  ]
  static let pageSize = 20
  private static let pdf = EngineSamples.contract

  private let callers: [APICaller]
  private let run: String
  private var random: SplitMix
  /// Requests asked so far.
  private(set) var number = 0
  private var files: [[String]]
  private(set) var contracts: [Known] = []
  /// Of these, those that stay open, and those that wait to be revoked.
  private var open: [Int] = []
  private var spare: [Int] = []
  private var seeding: (files: Int, contracts: Int)?
  private let only: String?

  /// - Parameter only: one kind in place of the mix, to tell what it costs.
  init(_ callers: [APICaller], run: String, only: String? = nil) {
    self.callers = callers
    self.only = only
    self.run = run
    random = SplitMix(seed: UInt64(run.utf8.reduce(7) { $0 &* 31 &+ Int($1) }))
    files = callers.map { _ in [] }
  }

  /// Asks for nothing but files, then contracts, until told to mix.
  mutating func seed(files: Int, contracts: Int) { seeding = (files, contracts) }
  mutating func mix() { seeding = nil }

  mutating func next(into bytes: inout [UInt8]) -> Ask {
    number += 1
    let ask = choose()
    write(ask, into: &bytes)
    return ask
  }

  private mutating func choose() -> Ask {
    let caller = number % callers.count
    if let seeding {
      guard seeding.files > 0 else { return .initiate(caller: caller, bizID: "\(run)-\(number)") }
      self.seeding?.files -= 1
      return .upload(caller)
    }
    var ticket = random.below(1000)
    let kind = Self.shares.first { share in
      ticket -= share.share
      return ticket < 0
    }?.kind
    let known = random.below(contracts.count)
    switch only ?? kind {
    case "events": return .events(known)
    case "document": return .document(known)
    case "page": return .page(caller)
    case "business": return .business(known)
    case "initiate": return .initiate(caller: caller, bizID: "\(run)-\(number)")
    case "sign-url": return .signURL(open[known % open.count])
    case "revoke" where !spare.isEmpty: return .revoke(spare.removeLast())
    case "upload": return .upload(caller)
    default: return .contract(known)
    }
  }

  private mutating func write(_ ask: Ask, into bytes: inout [UInt8]) {
    let nonce = "\(run)-\(number)-0123456789abcdef"
    let root = "/api/v1/contract"
    func get(_ caller: Int, _ path: String, query: String = "") {
      callers[caller].write("GET", path, query: query, nonce: nonce, into: &bytes)
    }
    func post(_ caller: Int, _ path: String, _ body: String) {
      callers[caller].write("POST", path, body: Array(body.utf8), nonce: nonce, idempotencyKey: "key-\(run)-\(number)", into: &bytes)
    }
    switch ask {
    case .contract(let index): get(contracts[index].caller, "\(root)/\(contracts[index].id)")
    case .events(let index): get(contracts[index].caller, "\(root)/\(contracts[index].id)/events")
    case .document(let index): get(contracts[index].caller, "\(root)/\(contracts[index].id)/document")
    case .page(let caller): get(caller, root, query: "limit=\(Self.pageSize)")
    case .business(let index): get(contracts[index].caller, root, query: "bizId=\(contracts[index].bizID)&limit=\(Self.pageSize)")
    case .initiate(let caller, let bizID): post(caller, "\(root)/initiate", initiation(caller, bizID))
    case .signURL(let index): post(contracts[index].caller, "\(root)/\(contracts[index].id)/sign-url", #"{"partyId":"A"}"#)
    case .revoke(let index): post(contracts[index].caller, "\(root)/\(contracts[index].id)/revoke", #"{"reason":"客户取消申请"}"#)
    case .upload(let caller):
      callers[caller].write(
        "PUT", "/api/v1/file", type: "application/pdf", body: Self.pdf, nonce: nonce, idempotencyKey: "key-\(run)-\(number)",
        into: &bytes)
    }
  }

  /// Two natural persons who sign by certificate at stated places, both told by the business system itself.
  private func initiation(_ caller: Int, _ bizID: String) -> String {
    func signer(_ party: String, _ name: String, _ offset: Int) -> String {
      let serial = number * 2 + offset
      return #"{"partyId":"\#(party)","partyType":"BORROWER","name":"\#(name)","idCardNo":"\#(BenchPerson.idNumber(serial % 900))","#
        + #""mobile":"139\#(String(format: "%08d", serial % 100_000_000))","signMethod":"CA_CERT","notifyType":"H5_LINK"}"#
    }
    let file = files[caller][number % files[caller].count]
    return #"{"bizId":"\#(bizID)","bizType":"LOAN","title":"借款合同 \#(bizID)","fileId":"\#(file)","expireDays":30,"#
      + #""signers":[\#(signer("A", "张建国", 0)),\#(signer("B", "李淑芬", 1))],"#
      + #""signFields":[{"partyId":"A","page":1,"x":100,"y":100},{"partyId":"B","page":1,"x":300,"y":100}]}"#
  }

  mutating func fault(of ask: Ask, status: Int, body: ArraySlice<UInt8>) -> String? {
    func wrong(_ words: String) -> String {
      "\(status) \(words) \(String(decoding: body.prefix(300), as: UTF8.self))"
    }
    guard status == 200 else { return wrong("refused") }
    switch ask {
    case .contract(let index), .revoke(let index):
      guard text("contractId", in: body) == contracts[index].id else { return wrong("another contract") }
    case .events: if !has(#""items":["#, body) { return wrong("no events") }
    case .document: if !body.starts(with: "%PDF".utf8) || body.count < Self.pdf.count { return wrong("no document") }
    case .page: if !has(#""items":[{"#, body) { return wrong("an empty page") }
    case .business(let index): if !has(contracts[index].id, body) { return wrong("a list without its contract") }
    case .signURL: if !has("/s/", body) { return wrong("no link") }
    case .upload(let caller):
      guard let id = text("fileId", in: body) else { return wrong("no file") }
      files[caller].append(id)
    case .initiate(let caller, let bizID):
      guard let id = text("contractId", in: body), !has("duplicate", body) else { return wrong("no contract") }
      contracts.append(Known(id: id, bizID: bizID, caller: caller))
      if contracts.count % 3 == 0 { spare.append(contracts.count - 1) } else { open.append(contracts.count - 1) }
    }
    return nil
  }

  func kind(of ask: Ask) -> String {
    switch ask {
    case .contract: "contract"
    case .events: "events"
    case .document: "document"
    case .page: "page"
    case .business: "business"
    case .initiate: "initiate"
    case .signURL: "sign-url"
    case .revoke: "revoke"
    case .upload: "upload"
    }
  }

  private func has(_ text: String, _ body: ArraySlice<UInt8>) -> Bool {
    LoadConnection<Ask>.index(of: Array(text.utf8), in: body) != nil
  }

  /// The first member of that name, a text without escapes.
  private func text(_ name: String, in body: ArraySlice<UInt8>) -> String? {
    let mark = Array("\"\(name)\":\"".utf8)
    guard let start = LoadConnection<Ask>.index(of: mark, in: body.prefix(512)) else { return nil }
    return String(decoding: body[(start + mark.count)...].prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
  }
}
