package import HeqiHTTPKit

/// The page of a refusal: what happened, why, what to do now; the code stands small at the end.
struct ProblemPageModel: PageModel {
  static let template = "shell/problem"
  let heading: String
  let detail: String
  let code: String
  let requestID: String
  let isSignedIn: Bool
  let needsSignIn: Bool
  let signIn: String

  func title(_ texts: LocaleTexts) -> String { heading }
}

/// Draws problems with the site's own shell.
package struct WebProblemPage: ProblemPage {
  private let renderer: PageRenderer

  package init(renderer: PageRenderer) { self.renderer = renderer }

  package func html(for problem: Problem, context: HeqiRequestContext) -> String {
    let texts = renderer.texts(context)
    let model = ProblemPageModel(
      heading: texts(problem.title), detail: texts(problem.detail), code: problem.code, requestID: context.facts.requestID,
      isSignedIn: context.session != nil, needsSignIn: problem == .signInRequired, signIn: Links.login())
    return renderer.plain(model, path: "/", context)
  }

  package func signInLocation(returningTo path: String) -> String { Links.login(next: path) }
}
