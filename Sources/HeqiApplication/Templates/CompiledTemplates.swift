package import HeqiDomain
package import Office
import Synchronization

/// A template version read and checked once, its pictures packed anew: filling it parses nothing.
package struct CompiledTemplate: Sendable {
  package let version: TemplateVersion
  let body: TemplateBody
}

/// Keeps what was compiled last, because a business makes thousands of contracts from a handful of templates.
///
/// Shared state: the entries, by tenant and digest of everything that is compiled; bounded, oldest out. A version never
/// changes, so an entry is never wrong.
package final class CompiledTemplates: Sendable {
  private struct Key: Hashable {
    let tenantID: String
    let templateID: String
    let version: String
    let digest: HeqiDomain.Digest
  }
  private struct Shelf {
    var entries: [Key: TemplateBody] = [:]
    var order: [Key] = []
  }
  /// Templates kept; one holds at most about 1 MB.
  private static let entriesMax = 128
  private let shelf = Mutex(Shelf())
  private let images: ImageReencoder

  package init(images: ImageReencoder) { self.images = images }

  func body(of version: TemplateVersion, content: () async throws -> String) async throws -> TemplateBody {
    let key = Key(
      tenantID: version.tenantID, templateID: version.templateID, version: version.version, digest: version.digest)
    if let kept = shelf.withLock({ $0.entries[key] }) { return kept }
    let body = try await compile(try await content(), as: version.kind, variables: version.variables)
    shelf.withLock { shelf in
      guard shelf.entries.updateValue(body, forKey: key) == nil else { return }
      shelf.order.append(key)
      if shelf.order.count > Self.entriesMax { shelf.entries[shelf.order.removeFirst()] = nil }
    }
    return body
  }

  /// Reads and checks content. Throws `ClientError` naming `content` with line and remedy.
  func compile(_ content: String, as kind: TemplateBody.Kind, variables: [TemplateVariable]) async throws(ClientError) -> TemplateBody {
    var body: TemplateBody
    do throws(TemplateError) {
      body = try TemplateBody.read(content, as: kind)
      try body.check(variables)
    } catch {
      throw ClientError(error)
    }
    let pictures = body.pictures
    if !pictures.isEmpty {
      var packed: [TemplatePicture: TemplatePicture] = [:]
      for picture in pictures { packed[picture] = try await pack(picture, field: "content") }
      body = body.replacing(packed)
    }
    return body
  }

  /// A picture of a caller as our own encoder writes it. Throws `ClientError` naming `field`.
  func pack(_ picture: TemplatePicture, field: String) async throws(ClientError) -> TemplatePicture {
    do throws(OfficeError) {
      let kind: ImageHeader.Kind = picture.kind == .png ? .png : .jpeg
      let made = try await images.reencode(picture.bytes, as: kind, sideMax: 1_600)
      return TemplatePicture(kind: picture.kind, bytes: made.bytes)
    } catch {
      throw .parameter(field, "图片无法读取，请换一张 PNG 或 JPEG。", "The picture cannot be read; use another PNG or JPEG.")
    }
  }
}

extension ClientError {
  /// A fault in a template or its values as the open API tells it (40001).
  package init(_ error: TemplateError) { self.init(.parameter, field: error.place, remark: error.message) }
}
