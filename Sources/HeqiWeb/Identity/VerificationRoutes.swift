import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import Hummingbird

/// Identity verification: the page, handing in, correcting, asking for a reviewer (F-009 to F-028).
struct VerificationRoutes: Sendable {
  static let fields: Set<String> = ["name", "idCardNumber", "front", "back", "live"]
  let renderer: PageRenderer
  let people: PeopleActions
  let configuration: WebConfiguration

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.verification)) { request, context in
      try await renderer.page(page(FormFields(), context), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.verification), use: submit)
    router.post(RouterPath(stringLiteral: Links.verificationReview), use: requestReview)
  }

  private func page(_ form: FormFields, _ context: HeqiRequestContext) async throws -> VerificationPage {
    let caller = try context.requireCaller()
    let profile = try await people.readProfile(caller: caller)
    let log = try await people.readIdentityLog(caller: caller)
    let shown = form.values["name"] == nil ? form.filling(["name": profile.verification.name ?? profile.account.name]) : form
    return VerificationPage(
      profile, log: log, form: shown, authority: configuration.authorityStatement?.text(in: context.language), reviewDue: nil,
      texts: renderer.texts(context))
  }

  @Sendable private func submit(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let sent = try await MultipartForm.read(request, context: context, limits: .images)
    do {
      let profile = try await people.readProfile(caller: caller)
      if profile.verification.status == .unverified {
        _ = try await people.submitVerification(Self.first(sent), caller: caller)
      } else {
        _ = try await people.editVerification(Self.changes(sent, against: profile.verification), caller: caller)
      }
      return .redirect(to: Links.noticing(Links.verification, "submitted"))
    } catch {
      let typed = FormState(sent.form, keeping: ["name", "idCardNumber", "consentFace", "consentShow"])
      let (state, status) = try renderer.refusal(error, of: typed, fields: Self.fields, context)
      return try await renderer.page(page(FormFields(state), context), request, context, status: status)
    }
  }

  @Sendable private func requestReview(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let form = try await request.form()
    _ = try await people.requestReview(confirmed: form.isOn("confirm"), caller: context.requireCaller())
    return .redirect(to: Links.noticing(Links.verification, "reviewRequested"))
  }

  private static func first(_ sent: MultipartForm) -> VerificationForm {
    VerificationForm(
      name: sent.form.trimmed("name"), idCardNumber: Sensitive(sent.form.trimmed("idCardNumber")),
      front: sent.file("front")?.bytes ?? [], back: sent.file("back")?.bytes ?? [], live: sent.file("live")?.bytes,
      consentsToFaceData: sent.form.isOn("consentFace"), consentsToShowLiveImage: sent.form.isOn("consentShow"))
  }

  /// Only what differs from what is stored, so that only those checks run again (F-022).
  private static func changes(_ sent: MultipartForm, against stored: IdentityVerification) -> VerificationChanges {
    var changes = VerificationChanges()
    let name = sent.form.trimmed("name")
    let number = sent.form.trimmed("idCardNumber")
    if name != stored.name { changes.name = name }
    if !number.isEmpty { changes.idCardNumber = Sensitive(number) }
    changes.front = sent.file("front")?.bytes
    changes.back = sent.file("back")?.bytes
    changes.live = sent.file("live")?.bytes
    let face = sent.form.isOn("consentFace")
    let show = sent.form.isOn("consentShow")
    if face != (stored.consents.faceData != nil) { changes.consentsToFaceData = face }
    if show != (stored.consents.showLiveImage != nil) { changes.consentsToShowLiveImage = show }
    return changes
  }
}
