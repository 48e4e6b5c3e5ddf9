import Crypto
import Foundation
import HeqiDomain
package import Hummingbird

/// The public files of the site (styles, scripts, icons), read once at start. Their address contains a hash of all of
/// them, so each is immutable and modules may import each other by relative path without a build step.
package struct StaticAssets: Sendable {
  struct Asset: Sendable {
    let body: ByteBuffer
    let mediaType: String
    let tag: ETag
  }

  /// First 16 hex digits of SHA-256 over all names and contents.
  package let version: String
  private let assets: [String: Asset]

  /// Reads every file under `directory` (at most 5 MB each) and joins the style sheets of its folder `css` into
  /// `app.css`: those of `stylesheet` first, in that order, then the others by name. Throws if it cannot be read.
  package init(directory: String, stylesheet first: [String] = []) throws {
    let root = URL(filePath: directory, directoryHint: .isDirectory)
    guard let names = FileManager.default.subpaths(atPath: root.path) else {
      throw StaticAssetsError.unreadable(directory)
    }
    var files: [String: [UInt8]] = [:]
    for name in names where Self.mediaType(of: name) != nil {
      let data = try Data(contentsOf: root.appending(path: name))
      guard data.count <= 5 * 1024 * 1024 else { throw StaticAssetsError.tooLarge(name) }
      files[name] = Array(data)
    }
    let sheets = files.keys.filter { $0.hasPrefix("css/") && $0.hasSuffix(".css") }
    let order = first.filter(sheets.contains) + sheets.filter { !first.contains($0) }.sorted()
    files["app.css"] = order.flatMap { files.removeValue(forKey: $0) ?? [] }
    self.init(files: files)
  }

  /// Assets held in memory already; for tests.
  package init(files: [String: [UInt8]]) {
    var all = SHA256()
    var assets: [String: Asset] = [:]
    for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
      all.update(data: Array("\(name)\u{0}\(bytes.count)\u{0}".utf8))
      all.update(data: bytes)
      guard let mediaType = Self.mediaType(of: name) else { continue }
      assets[name] = Asset(
        body: ByteBuffer(bytes: bytes), mediaType: mediaType, tag: ETag(Hex.encode(Array(SHA256.hash(data: bytes)).prefix(8))))
    }
    self.assets = assets
    version = String(Hex.encode(Array(all.finalize())).prefix(16))
  }

  /// Address of a file such as `app.css`.
  package func path(_ name: String) -> String { "/assets/\(version)/\(name)" }

  /// Names of all files.
  package var names: [String] { assets.keys.sorted() }

  /// Serves `/assets/{version}/{file}`. A file asked for under another version is served without caching, so pages of
  /// the previous release still work during an upgrade.
  package func add(to router: Router<HeqiRequestContext>) {
    router.get("/assets/{version}/**") { request, context in
      let name = context.parameters.getCatchAll().joined(separator: "/")
      guard let asset = assets[name] else { throw Problem.notFound }
      let isCurrent = context.parameters.get("version") == version
      var headers: HTTPFields = [
        .contentType: asset.mediaType, .eTag: asset.tag.description,
        .cacheControl: isCurrent ? "public, max-age=31536000, immutable" : "no-cache",
      ]
      if asset.tag.matches(request.headers[.ifNoneMatch]) { return Response(status: .notModified, headers: headers) }
      headers[.contentLength] = "\(asset.body.readableBytes)"
      return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: asset.body))
    }
  }

  private static func mediaType(of name: String) -> String? {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    return switch name[name.index(after: dot)...] {
    case "css": "text/css; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "ico": "image/x-icon"
    case "woff2": "font/woff2"
    case "webmanifest": "application/manifest+json"
    case "pdf": "application/pdf"
    default: nil
    }
  }
}

/// Why the public files could not be read at start.
package enum StaticAssetsError: Error, CustomStringConvertible {
  case unreadable(String)
  case tooLarge(String)

  package var description: String {
    switch self {
    case .unreadable(let directory):
      "cannot read the public files in \(directory); set web.resourcesPath to the folder that holds Public, Templates and Locales"
    case .tooLarge(let name): "public file \(name) is larger than 5 MB"
    }
  }
}
