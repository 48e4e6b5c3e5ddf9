internal import Foundation

/// One contract between two people, page by page as a browser goes, without the pictures of the pages.
struct ContractJourney: Sendable {
  let site: WebSite
  let outbox: OutboxReader
  let title: String
  let initiator: BenchPerson
  let receiver: BenchPerson
  /// The address both come from.
  let address: String

  /// From the file to the sent contract, the initiator signs first (先签后发). Returns its path.
  func start(_ pdf: [UInt8]) async throws -> String {
    var visitor = initiator.visitor(site, address: address)
    let upload = try WebForm(in: await visitor.get("/contracts/new"), action: "/contracts/new")
    var step = try await visitor.upload(upload, [("file", "contract.pdf", "application/pdf", pdf)]).location
    guard let path = step.firstMatch(of: /^\/contracts\/[0-9a-f-]{36}/).map({ String($0.output) }) else {
      throw LoadError("an upload led to \(step)")
    }
    for name in ["receivers", "places", "settings", "send"] {
      var form = try WebForm(in: await visitor.get(step), action: "\(path)/draft/\(name)")
      if name == "receivers" {
        form.set("name", receiver.name)
        form.set("mobile", receiver.mobile)
      }
      if name == "settings" {
        form.set("title", title)
        form.set("issueOrder", "signThenSend")
        form.set("declared", "on")
      }
      form.set("action", "next")
      step = try await visitor.post(form).location
    }
    return path
  }

  /// The signing form of a person, read to the end, confirmed, with its code.
  func prepareToSign(_ path: String, as person: BenchPerson) async throws -> WebForm {
    var visitor = person.visitor(site, address: address)
    var page = try await visitor.get(path + "/sign")
    if page.status != 200 {
      // Not received yet: the contract's own page offers it.
      let receipt = try WebForm(in: await visitor.get(path), action: "\(path)/receipt")
      try await visitor.post(receipt)
      page = try await visitor.get(path + "/sign")
    }
    var form = try WebForm(in: page, action: "\(path)/sign")
    var reading = form
    reading.set("pages", "1,2")
    try await visitor.post(reading, to: "\(path)/sign/reading")
    try await visitor.post(form, to: "\(path)/sign/code", asJSON: true)
    form.set("confirmed", "on")
    form.set("code", try await outbox.code(for: person.mobile, title: title))
    form.set("action", "sign")
    return form
  }

  /// Sends the signing form: when this returns the signature is stored and its event committed.
  func sign(_ form: WebForm, as person: BenchPerson) async throws {
    var visitor = person.visitor(site, address: address)
    let answer = try await visitor.post(form)
    guard answer.location.hasSuffix("/signed") else { throw LoadError("a signature led to \(answer.location)") }
  }

  /// Waits until the evidence of a signed contract is ready.
  func completion(_ path: String) async throws {
    var visitor = initiator.visitor(site, address: address)
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
      if try await visitor.get(path + "/evidence/confirmation.pdf").status == 200 { return }
      try await Task.sleep(for: .milliseconds(200))
    }
    throw LoadError("\(path) was signed by everybody but not completed within a minute")
  }

  /// Puts the contract and what belongs to it where judges find them.
  func download(_ path: String, isComplete: Bool, to folder: String, number: Int) async throws {
    var visitor = initiator.visitor(site, address: address)
    var names = ["contract": "file.pdf"]
    if isComplete { names.merge(["report": "evidence/report.pdf", "letter": "evidence/confirmation.pdf"]) { $1 } }
    for (name, part) in names {
      let answer = try await visitor.get("\(path)/\(part)")
      guard answer.status == 200 else { throw LoadError("\(path)/\(part) → \(answer.status)") }
      try answer.bytes.write(to: URL(fileURLWithPath: "\(folder)/\(name)-\(number).pdf"))
    }
  }
}
