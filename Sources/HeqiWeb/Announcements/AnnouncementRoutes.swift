import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import Hummingbird

/// 公告: everybody's page, and the operators' (F-044).
struct AnnouncementRoutes: Sendable {
  let renderer: PageRenderer
  let announcements: ManageAnnouncements
  let clock: any WallClock

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.announcements)) { request, context in
      let shown = try await announcements.read(caller: context.requireCaller())
      return try await renderer.page(
        AnnouncementsPage(shown, language: context.language, now: clock.now, texts: renderer.texts(context)), request, context)
    }
    router.get(RouterPath(stringLiteral: Links.officeAnnouncements)) { request, context in
      try await renderer.page(office(FormFields(), context), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.officeAnnouncements), use: create)
    router.post("/office/announcements/{id}/publication") { request, context in
      try await announcements.publish(context.entity(), caller: context.requireStaff([.operator_]))
      return Response.redirect(to: Links.noticing(Links.officeAnnouncements, "announcementPublished"))
    }
    router.post("/office/announcements/{id}/withdrawal") { request, context in
      try await announcements.withdraw(context.entity(), caller: context.requireStaff([.operator_]))
      return Response.redirect(to: Links.noticing(Links.officeAnnouncements, "announcementWithdrawn"))
    }
  }

  private func office(_ form: FormFields, _ context: HeqiRequestContext) async throws -> OfficeAnnouncementsPage {
    let all = try await announcements.all(caller: context.requireStaff([.operator_]))
    return OfficeAnnouncementsPage(all, form: form, language: context.language, now: clock.now, texts: renderer.texts(context))
  }

  @Sendable private func create(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireStaff([.operator_])
    let fields = ["title", "text", "titleEnglish", "textEnglish"]
    return try await renderer.submit(request, context, keeping: fields, fields: Set(fields)) {
      try await office($0, context)
    } act: { form in
      _ = try await announcements.create(
        title: Bilingual(form.trimmed("title"), form.trimmed("titleEnglish")),
        text: Bilingual(form.trimmed("text"), form.trimmed("textEnglish")), caller: caller)
      return .redirect(to: Links.noticing(Links.officeAnnouncements, "announcementCreated"))
    }
  }
}
