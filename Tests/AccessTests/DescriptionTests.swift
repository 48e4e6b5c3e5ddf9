import Foundation
import HeqiHTTPKit
import HeqiPorts
import HeqiProviders
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Hummingbird
import HummingbirdTesting
import Logging
import Testing

@testable import HeqiServer

@Suite("openapi.yaml and the router")
struct DescriptionTests {
  private struct Known: Hashable {
    let method: String
    let path: String
  }

  private static let resources = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources/HeqiWeb/Resources").standardizedFileURL

  private func router(_ folder: String) async throws -> (Router<HeqiRequestContext>, Composition) {
    let configuration = try ServerConfiguration(
      ConfigurationSources(flags: [.dataDirectory: folder + "/data", .publicURL: "http://localhost", .resourcesPath: Self.resources.path]))
    let data = try OpenedData(configuration, random: SystemRandom())
    try await HeqiMigrations.run(on: data.engine, at: TestDatabase.start)
    let composition = try await Composition(configuration, data: data, metrics: MetricsRegistry(), logger: Logger(label: "test"))
    return (try composition.router(), composition)
  }

  @Test("the file has exactly the operations of the router, and only they ask for a signature")
  func equal() async throws {
    try await TestDatabase.withFolder { folder in
      let (router, composition) = try await router(folder)
      let operations = try APIDescription(Array(Data(contentsOf: Self.resources.appending(path: "API/openapi.yaml")))).operations
      let routes = router.routes.map { Known(method: $0.method.rawValue, path: "\($0.path)") }
        .filter { $0.path.hasPrefix("/api/v1/") && !$0.path.hasSuffix("**") }
      try await Application(router: router).test(.router) { client in
        var answered: Set<Known> = []
        for route in routes {
          let path = route.path.replacing("{id}", with: "0198a000-0000-7000-8000-000000000000").replacing("{provider}", with: "TSA")
          let response = try await client.execute(uri: path, method: .init(route.method)!)
          guard response.status != .methodNotAllowed else {
            let allowed = response.headers[.allow]?.components(separatedBy: ", ") ?? []
            #expect(Set(allowed) == Set(operations.filter { $0.path == route.path }.map(\.method)), "\(route)")
            continue
          }
          answered.insert(route)
          let operation = operations.first { $0.method == route.method && $0.path == route.path }
          #expect(response.status == (operation?.isSigned == false ? .ok : .unauthorized), "\(route)")
          #expect(response.headers[.init("ratelimit")!] != nil && response.headers[.init("ratelimit-policy")!] != nil, "\(route)")
        }
        #expect(answered == Set(operations.map { Known(method: $0.method, path: $0.path) }))
      }
      await composition.data.engine.close()
    }
  }

  @Test("an address that the API does not have is a problem document, not a page")
  func unknown() async throws {
    try await TestDatabase.withFolder { folder in
      let (router, composition) = try await router(folder)
      try await Application(router: router).test(.router) { client in
        for path in ["/api/v1/nothing", "/api/v1/contract/a/b/c", "/api/v1/contract/a/nothing"] {
          let response = try await client.execute(uri: path, method: .get)
          #expect(response.status == .notFound && response.headers[.contentType] == "application/problem+json", "\(path)")
        }
      }
      await composition.data.engine.close()
    }
  }
}
