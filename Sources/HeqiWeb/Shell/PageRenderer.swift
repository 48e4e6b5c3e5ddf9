import HeqiDomain
package import HeqiHTTPKit
package import Hummingbird

/// Makes answers out of page models: builds the shell for this request and renders both.
package struct PageRenderer: Sendable {
  package let library: PageLibrary
  private let configuration: WebConfiguration
  private let counter: (any NavigationCounter)?

  package init(library: PageLibrary, configuration: WebConfiguration, counter: (any NavigationCounter)? = nil) {
    self.library = library
    self.configuration = configuration
    self.counter = counter
  }

  package func texts(_ context: HeqiRequestContext) -> LocaleTexts { library.texts(context.language) }

  /// A page. `status` is 422 when a form is shown again.
  package func page<Model: PageModel>(
    _ model: Model, _ request: Request, _ context: HeqiRequestContext, status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    var counts = NavigationCounts()
    if let counter, let caller = context.caller { counts = try await counter.counts(for: caller) }
    var shell = shell(title: model.title(texts(context)), path: request.uri.string, query: request.query("notice"), context, counts)
    shell.theme = model.theme
    return html(library.render(model, shell: shell), status: status)
  }

  /// A page without numbers in its navigation, drawn without asking any store; for errors.
  func plain<Model: PageModel>(_ model: Model, path: String, _ context: HeqiRequestContext) -> String {
    library.render(model, shell: shell(title: model.title(texts(context)), path: path, query: nil, context, NavigationCounts()))
  }

  private func html(_ text: String, status: HTTPResponse.Status) -> Response {
    Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8", .init("vary")!: "Cookie, Accept-Language"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  private func shell(
    title: String, path: String, query notice: String?, _ context: HeqiRequestContext, _ counts: NavigationCounts
  ) -> Shell {
    let texts = texts(context)
    let session = context.session
    let isStaff = session.map { !$0.platformRoles.isEmpty } ?? false
    let bare = String(path.prefix { $0 != "?" })
    let navigation = ShellNavigation(texts: texts, path: bare, counts: counts, isStaff: isStaff)
    return Shell(
      language: context.language, languageCode: context.language.rawValue, title: title, csrf: context.csrfToken, path: path,
      isChinese: context.language == .chinese, isEvaluation: configuration.isEvaluation,
      user: session.map {
        ShellUser(name: $0.name, initial: $0.name.first.map(String.init) ?? "·", isVerified: $0.isVerified, isStaff: isStaff,
          company: $0.mode.standing?.organizationName)
      },
      navigation: session == nil ? [] : navigation.groups, bottomBar: session == nil ? [] : navigation.bottomBar,
      notice: notice.flatMap { texts.find("notice.\($0)") }, requestID: context.facts.requestID)
  }
}

/// The parts of a refused form that templates show; every text is ready.
package struct FormFields: Sendable {
  let values: [String: String]
  let errors: [String: String]
  let message: String?

  package init(_ state: FormState = FormState()) {
    values = state.values
    errors = state.errors
    message = state.message
  }

  /// The same with more values, where none were typed.
  func filling(_ more: [String: String]) -> FormFields {
    FormFields(FormState(values: values.merging(more) { typed, _ in typed }, errors: errors, message: message))
  }
}
