import HeqiHTTPKit
import Hummingbird
import HummingbirdTesting
import Testing

@Suite("static assets")
struct StaticAssetsTests {
  static let files: [String: [UInt8]] = ["app.css": Array("body{}".utf8), "js/dom.js": Array("export{}".utf8), "notes.txt": [1]]

  @Test("the address changes with any content and with nothing else")
  func version() {
    let first = StaticAssets(files: Self.files)
    #expect(first.version == StaticAssets(files: Self.files).version)
    #expect(first.path("app.css") == "/assets/\(first.version)/app.css")
    var changed = Self.files
    changed["js/dom.js"] = Array("export {}".utf8)
    #expect(first.version != StaticAssets(files: changed).version)
  }

  @Test("current files are immutable, files of another release are not cached, unknown ones missing")
  func serving() async throws {
    let assets = StaticAssets(files: Self.files)
    let router = Router(context: HeqiRequestContext.self)
    router.add(middleware: ErrorMiddleware(page: PlainPage()))
    assets.add(to: router)
    try await Application(router: router).test(.router) { client in
      let css = try await client.execute(uri: assets.path("app.css"), method: .get)
      #expect(css.headers[.cacheControl] == "public, max-age=31536000, immutable")
      #expect(css.headers[.contentType] == "text/css; charset=utf-8" && String(buffer: css.body) == "body{}")
      let again = try await client.execute(
        uri: assets.path("app.css"), method: .get, headers: [.ifNoneMatch: try #require(css.headers[.eTag])])
      #expect(again.status == .notModified)
      let old = try await client.execute(uri: "/assets/older/js/dom.js", method: .get)
      #expect(old.status == .ok && old.headers[.cacheControl] == "no-cache")
      for missing in ["notes.txt", "none.css", "../app.css", "js/%2e%2e/app.css"] {
        #expect(try await client.execute(uri: assets.path(missing), method: .get).status == .notFound)
      }
    }
  }
}
