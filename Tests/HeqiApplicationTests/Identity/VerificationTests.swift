import CMS
import HeqiApplication
import HeqiDomain
import HeqiPorts
import HeqiProviders
import HeqiSQL
import HeqiStorage
import Testing

@Suite("Identity verification")
struct VerificationTests {
  private func passAll(_ world: PeopleWorld) {
    world.parties.set {
      $0.card = .success(CardText(name: "叶小三", idCardNumber: "310101199001011234"))
      $0.police = .success(.passed)
      $0.face = .success(.passed)
    }
  }

  @Test("all checks passing gives a certificate in the verified name and a name seal (F-011, F-026, F-045)")
  func straightThrough() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      passAll(world)
      let (signedIn, caller) = try await world.register()
      let progress = try await world.actions.submitVerification(world.verificationForm(), caller: caller)
      #expect(progress.verification.status == .verified)
      #expect(world.parties.calls == ["card", "police", "face"])
      let profile = try await world.actions.readProfile(caller: caller)
      #expect(profile.account.isVerified)
      let certificate = try #require(profile.certificate)
      let leaf = try X509Certificate(der: certificate.chain[0])
      #expect(leaf.subject.commonName == "叶小三")
      #expect(leaf.isSigned(by: world.pki.issuing.certificate.publicKey))
      #expect(!leaf.subject.description.contains("310101199001011234"))
      let seals = try await world.actions.listSeals(caller: caller)
      #expect(seals.map(\.name) == ["叶小三"])
      #expect(seals.first?.isDefault == true)
      let drawing = try await world.actions.readSealDrawing(try #require(seals.first).id, caller: caller)
      #expect(drawing.pdf.starts(with: Array("%PDF".utf8)))
      let resolved = try await world.actions.resolveSession(token: signedIn.token.reveal(), tenantID: "main")
      #expect(resolved?.account.isVerified == true)
      let lines = try await world.actions.readIdentityLog(caller: caller).map { $0.text() }
      for words in ["提交验证信息", "OCR 识别", "人脸识别", "身份验证", "公安一所身份信息查询", "人脸比对", "用户认证状态", "签发数字证书", "生成个人印章"] {
        #expect(lines.contains { $0.contains("&\(words)&") }, "no line \(words)")
      }
      #expect(!lines.contains { $0.contains("310101199001011234") || $0.contains("叶小三") })
      await #expect(throws: IdentityError(.alreadyVerified)) {
        _ = try await world.actions.submitVerification(world.verificationForm(), caller: caller)
      }
    }
  }

  @Test("wrong data is refused and names its field", arguments: [
    ("idCardNumber", IdentityError.Code.invalidIDCardNumber), ("front", .imageMissing), ("live", .consentMissing),
  ])
  func refusals(field: String, code: IdentityError.Code) async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (_, caller) = try await world.register()
      let good = world.verificationForm(
        number: field == "idCardNumber" ? "310101199001011235" : "310101199001011234", face: field != "live")
      let form =
        field == "front"
        ? VerificationForm(
          name: good.name, idCardNumber: good.idCardNumber, front: [], back: good.back, live: nil, consentsToFaceData: false,
          consentsToShowLiveImage: false) : good
      do {
        _ = try await world.actions.submitVerification(form, caller: caller)
        Issue.record("accepted")
      } catch let error as IdentityError {
        #expect(error.code == code)
        #expect(error.field == field)
      }
    }
  }

  @Test("a party that hangs leaves the rest to the job, which goes on from there (drill 7)")
  func hanging() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      passAll(world)
      world.parties.set { $0.police = .failure(ProviderError(.retryable, provider: "police", message: "time-out")) }
      let (_, caller) = try await world.register()
      let progress = try await world.actions.submitVerification(world.verificationForm(), caller: caller)
      #expect(progress.verification.status == .checking)
      #expect(progress.verification.checks.police == .running)
      let queue = VerificationDesk.queue
      let none = try await JobQueue().claim(
        queue, limit: 5, lease: .seconds(60), token: "a", at: world.clock.now, on: world.engine)
      #expect(none.isEmpty)
      world.clock.advance(.seconds(20))
      let jobs = try await JobQueue().claim(
        queue, limit: 5, lease: .seconds(60), token: "b", at: world.clock.now, on: world.engine)
      let id = try #require(jobs.first.flatMap { ID<IdentityVerification>($0.payload) })
      await #expect(throws: ProviderError.self) {
        try await world.actions.runIdentityChecks(id, tenantID: "main", givesUp: false)
      }
      let last = try await world.actions.runIdentityChecks(id, tenantID: "main", givesUp: true)
      #expect(last.status == .awaitingReview)
      #expect(last.checks.forReview == [.police])
    }
  }

  @Test("what nobody could decide is reviewed: images, masked data, looks logged, decision with reason (F-025, F-096)")
  func review() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (_, caller) = try await world.register()
      let progress = try await world.actions.submitVerification(world.verificationForm(), caller: caller)
      #expect(progress.verification.status == .awaitingReview)
      await #expect(throws: IdentityError(.notPermitted)) { _ = try await world.review.listQueue(caller: caller) }

      let reviewer = try await world.reviewer()
      let queue = try await world.review.listQueue(caller: reviewer)
      #expect(queue.openCount == 1 && queue.overdueCount == 0)
      let row = try #require(queue.rows.first)
      #expect(row.maskedName == "叶*三" && row.maskedIDCard == "310***********1234")
      let opened = try await world.review.openCase(row.task.id, caller: reviewer)
      #expect(opened.maskedMobile == "138****1234" && opened.age == 36)
      #expect(try await world.review.readImage(.live, of: row.task.id, caller: reviewer) == [3, 3, 3])
      let second = try await world.reviewer(mobile: "13900000002", name: "李小四")
      await #expect(throws: IdentityError(.takenByAnother)) {
        _ = try await world.review.decide(row.task.id, approved: true, reason: "一致", caller: second)
      }
      await #expect(throws: IdentityError(.reasonMissing)) {
        _ = try await world.review.decide(row.task.id, approved: true, reason: " ", caller: reviewer)
      }
      world.clock.advance(.milliseconds(2))
      let decided = try await world.review.decide(row.task.id, approved: true, reason: "两图一致", caller: reviewer)
      #expect(decided.status == .verified)
      #expect(try await world.actions.readProfile(caller: caller).certificate != nil)
      await #expect(throws: IdentityError(.taskClosed)) {
        _ = try await world.review.readImage(.live, of: row.task.id, caller: reviewer)
      }
      let lines = try await world.actions.readIdentityLog(caller: caller).map { $0.text() }
      #expect(lines.contains { $0.contains("后台用户：张*三 在 合契 后台 &后台查看认证资料& /内容：活体图像") })
      #expect(lines.contains { $0.contains("&后台审核人脸比对& /后台审核：通过/理由：两图一致") })
      #expect(try await world.message(to: "13812341234")?.body.contains("已通过") == true)
    }
  }

  @Test("a long queue is read page by page; nothing is missing or shown twice, decided meanwhile or not (F-096)")
  func pages() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (signedIn, _) = try await world.register()
      let reviewer = try await world.reviewer()
      let now = world.clock.now
      let tasks = (0..<7).map { number in
        ReviewTask(
          id: world.ledger.random.id(at: now), tenantID: "main", kind: .face, accountID: signedIn.account.id,
          verificationID: world.ledger.random.id(at: now), openedAt: now, dueAt: now.adding(.seconds(Int64(number / 2))))
      }
      let store = ReviewTaskStore(tenantID: "main")
      try await world.engine.write { for task in tasks { try store.insert(task, in: $0) } }
      world.clock.advance(.seconds(2))
      func walk(_ view: ReviewQueueView) async throws -> (seen: [ID<ReviewTask>], pages: Int) {
        var seen: [ID<ReviewTask>] = [], pages = 0
        var last: ID<ReviewTask>?
        repeat {
          let page = try await world.review.listQueue(view, after: last, limit: 2, caller: reviewer)
          seen += page.rows.map(\.task.id)
          (last, pages) = (page.next, pages + 1)
        } while last != nil && pages < 10
        return (seen, pages)
      }
      let open = try await walk(.open)
      #expect(open.pages == 4 && open.seen.count == 7 && Set(open.seen) == Set(tasks.map(\.id)))
      let overdue = try await walk(.overdue)
      #expect(overdue.pages == 2 && overdue.seen == Array(open.seen.prefix(4)), "an even number ends without an empty page")
      // The case that a page ended with is decided while somebody reads it.
      let page = try await world.review.listQueue(limit: 2, caller: reviewer)
      let end = try #require(page.rows.last).task
      try await world.engine.write { connection in
        let claimed = try store.save(ReviewTaskLifecycle.claim(end, by: reviewer.accountID, at: now), in: connection)
        let decided = try ReviewTaskLifecycle.decide(
          claimed, by: reviewer.accountID, approved: false, reason: "不一致", at: now)
        _ = try store.save(decided, in: connection)
      }
      let second = try await world.review.listQueue(after: page.next, limit: 2, caller: reviewer)
      #expect(second.rows.map(\.task.id) == Array(open.seen[2..<4]))
    }
  }

  @Test("a refusal says why; the person edits, and the right checks run again (F-010, F-022)")
  func refusedAndEdited() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (_, caller) = try await world.register()
      _ = try await world.actions.submitVerification(world.verificationForm(), caller: caller)
      let reviewer = try await world.reviewer()
      let task = try #require(try await world.review.listQueue(caller: reviewer).rows.first).task
      _ = try await world.review.decide(task.id, approved: false, reason: "活体图像模糊", caller: reviewer)
      let profile = try await world.actions.readProfile(caller: caller)
      #expect(profile.verification.status == .failed && profile.verification.reason == "活体图像模糊")
      passAll(world)
      var changes = VerificationChanges()
      changes.live = [4, 4, 4]
      let edited = try await world.actions.editVerification(changes, caller: caller)
      #expect(edited.verification.status == .verified)
      #expect(try await world.actions.readOwnImage(.live, caller: caller) == [4, 4, 4])
    }
  }

  @Test("a failed face goes to a reviewer only when the person asks; cancelling is logged (F-025)")
  func requested() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      passAll(world)
      world.parties.set { $0.face = .success(.failed) }
      let (_, caller) = try await world.register()
      #expect(try await world.actions.submitVerification(world.verificationForm(), caller: caller).verification.status == .failed)
      _ = try await world.actions.requestReview(confirmed: false, caller: caller)
      #expect(try await world.actions.requestReview(confirmed: true, caller: caller).status == .awaitingReview)
      let lines = try await world.actions.readIdentityLog(caller: caller).map { $0.text() }
      #expect(lines.contains { $0.contains("/用户提交后台审核：取消") } && lines.contains { $0.contains("/用户提交后台审核：确认") })
    }
  }

  @Test("one identity is verified in one account only")
  func twice() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      passAll(world)
      let (_, first) = try await world.register()
      _ = try await world.actions.submitVerification(world.verificationForm(), caller: first)
      let (_, second) = try await world.register(mobile: "13900001111", email: "b@example.com", scene: PeopleWorld.scene("b"))
      await #expect(throws: IdentityError(.idCardTaken)) {
        _ = try await world.actions.submitVerification(world.verificationForm(), caller: second)
      }
    }
  }

  @Test("a verified person who changes the name loses certificate and seal until the new name is verified")
  func renamed() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      passAll(world)
      let (_, caller) = try await world.register()
      _ = try await world.actions.submitVerification(world.verificationForm(), caller: caller)
      world.parties.set { $0.card = .success(CardText(name: nil, idCardNumber: nil)) }
      var changes = VerificationChanges()
      changes.name = "叶新名"
      let edited = try await world.actions.editVerification(changes, caller: caller)
      #expect(edited.verification.status == .awaitingReview)
      var profile = try await world.actions.readProfile(caller: caller)
      #expect(!profile.account.isVerified && profile.certificate == nil && profile.account.name == "叶小三")
      let reviewer = try await world.reviewer()
      let task = try #require(try await world.review.listQueue(caller: reviewer).rows.first).task
      _ = try await world.review.decide(task.id, approved: true, reason: "证件一致", caller: reviewer)
      profile = try await world.actions.readProfile(caller: caller)
      #expect(profile.account.isVerified && profile.account.name == "叶新名" && profile.certificate?.subjectName == "叶新名")
      let seals = try await world.actions.listSeals(caller: caller)
      #expect(seals.count == 2)
      #expect(seals.first { $0.name == "叶小三" }?.status == .cancelled && seals.first { $0.name == "叶新名" }?.status == .active)
    }
  }

  @Test("a live image is shown to others only with its own consent, under a watermark, and logged (B-26)")
  func liveImage() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      passAll(world)
      let (_, shown) = try await world.register()
      _ = try await world.actions.submitVerification(world.verificationForm(), caller: shown)
      let (_, viewer) = try await world.register(mobile: "13900001111", email: "b@example.com", name: "李小四", scene: PeopleWorld.scene("b"))
      #expect(try await world.actions.readLiveImage.isAvailable(of: shown.accountID, tenantID: "main"))
      let svg = try await world.actions.readLiveImage(of: shown.accountID, transactionNo: "A0000000000001", caller: viewer)
      let text = String(decoding: svg, as: UTF8.self)
      #expect(text.contains("李*四 A0000000000001") && text.contains("data:image/jpeg;base64,AwMD"))
      let lines = try await world.actions.readIdentityLog(caller: shown).map { $0.text() }
      #expect(lines.contains { $0.contains("&查看活体图像& /查看人：李*四/系统交易编号：A0000000000001") })
      var changes = VerificationChanges()
      changes.consentsToShowLiveImage = false
      _ = try await world.actions.editVerification(changes, caller: shown)
      await #expect(throws: IdentityError(.consentNotGiven)) {
        _ = try await world.actions.readLiveImage(of: shown.accountID, transactionNo: "A0000000000001", caller: viewer)
      }
    }
  }

  @Test("live images are destroyed when their time is over")
  func retention() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      passAll(world)
      let (_, caller) = try await world.register()
      _ = try await world.actions.submitVerification(world.verificationForm(), caller: caller)
      #expect(try await world.actions.purgeLiveImages(tenantID: "main") == 0)
      world.clock.advance(IdentityVerificationLifecycle.liveImageRetention + .seconds(1))
      #expect(try await world.actions.purgeLiveImages(tenantID: "main") == 1)
      #expect(try await world.actions.readOwnImage(.live, caller: caller) == nil)
      #expect(try await world.actions.purgeExpired(tenantID: "main") >= 2)
      #expect(try await world.actions.purgeExpired(tenantID: "main") == 0)
      #expect(try await world.actions.readProfile(caller: caller).verification.status == .verified)
    }
  }

  @Test("a seal can be suspended and taken up again by its owner alone (F-048)")
  func seals() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      passAll(world)
      let (_, caller) = try await world.register()
      _ = try await world.actions.submitVerification(world.verificationForm(), caller: caller)
      let (_, other) = try await world.register(mobile: "13900001111", email: "b@example.com", scene: PeopleWorld.scene("b"))
      let seal = try #require(try await world.actions.listSeals(caller: caller).first)
      await #expect(throws: SealError.self) { _ = try await world.actions.changeSeal(.suspend, seal.id, caller: other) }
      await #expect(throws: SealError.self) { _ = try await world.actions.readSealDrawing(seal.id, caller: other) }
      #expect(try await world.actions.changeSeal(.suspend, seal.id, caller: caller).status == .suspended)
      #expect(try await world.actions.changeSeal(.resume, seal.id, caller: caller).status == .active)
      await #expect(throws: SealError.self) { _ = try await world.actions.changeSeal(.expire, seal.id, caller: caller) }
    }
  }
}
