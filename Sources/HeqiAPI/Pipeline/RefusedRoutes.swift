import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// What is not there below `/api/v1`: a method that an address does not have (405, with `Allow`), and any other address (404).
struct RefusedRoutes {
  private static let methods: [HTTPRequest.Method] = [
    .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect, .query,
  ]
  let root: String
  let errors: ErrorMiddleware

  /// Call it when every route of the API stands on the router.
  func add(to group: RouterGroup<HeqiRequestContext>, of router: Router<HeqiRequestContext>) {
    var present: [String: [HTTPRequest.Method]] = [:]
    for route in router.routes where route.path.description.hasPrefix(root + "/") {
      present[String(route.path.description.dropFirst(root.count + 1)), default: []].append(route.method)
    }
    for (path, known) in present {
      let allowed = known.map(\.rawValue).sorted().joined(separator: ", ")
      for method in Self.methods where !known.contains(method) {
        group.on(RouterPath(path), method: method) { request, context in
          var response = try await errors.handle(request, context: context) { _, _ in throw ClientError(.methodNotAllowed) }
          response.headers[.allow] = allowed
          return response
        }
      }
    }
    for method in Self.methods {
      group.on("**", method: method) { _, _ -> Response in throw ClientError(.notFound) }
    }
  }
}
