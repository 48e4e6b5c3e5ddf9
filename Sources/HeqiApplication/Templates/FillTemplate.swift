import HeqiDomain
package import HeqiSQL
import HeqiStorage
internal import Typeset

/// A contract's paper made from a template.
struct FilledTemplate: Sendable {
  struct Place: Sendable {
    let place: TemplatePlace
    /// From 1; box in points from the lower left.
    let page: Int
    let box: PageBox
  }
  let version: TemplateVersion
  let bytes: [UInt8]
  let pageCount: Int
  let places: [Place]
}

/// Fills a template version and sets it as PDF (J-018). Compiled templates parse nothing here.
package struct FillTemplate: Sendable {
  let engine: any SQLEngine
  let compiled: CompiledTemplates

  package init(engine: any SQLEngine, compiled: CompiledTemplates) {
    self.engine = engine
    self.compiled = compiled
  }

  /// The active version. Throws `ClientError` `.templateUnavailable` (40003) where there is none that may be used.
  func active(_ templateID: String, tenantID: String) async throws -> TemplateVersion {
    guard let version = try await engine.read({ try TemplateStore(tenantID: tenantID).active(templateID, in: $0) }),
      version.isUsable
    else { throw ClientError(.templateUnavailable, field: "templateId") }
    return version
  }

  /// Throws `ClientError` `.parameter` naming `variables.…`.
  func callAsFunction(
    _ version: TemplateVersion, _ inputs: [String: TemplateInput], title: String
  ) async throws -> FilledTemplate {
    let filled = try await fill(version, inputs)
    let document = TemplateDocument(filled, title: title)
    let made = try Self.render(document)
    guard made.pageCount <= TemplateLimits.pagesMax else {
      throw ClientError.parameter("variables", "填写后的文件有 \(made.pageCount) 页，最多 \(TemplateLimits.pagesMax) 页。", "The filled document has \(made.pageCount) pages; at most \(TemplateLimits.pagesMax) are allowed.")
    }
    let places = made.anchors.compactMap { anchor -> FilledTemplate.Place? in
      guard let number = Int(anchor.name), document.places.indices.contains(number) else { return nil }
      let box = PageBox(x: anchor.x, y: anchor.y, width: anchor.width, height: anchor.height)
      return FilledTemplate.Place(place: document.places[number], page: anchor.page, box: box)
    }
    return FilledTemplate(version: version, bytes: made.bytes, pageCount: made.pageCount, places: places)
  }

  private static func render(_ document: TemplateDocument) throws -> Document.Rendered {
    do throws(TypesetError) {
      return try document.document.renderPlaced()
    } catch {
      throw refusal(error)
    }
  }

  /// The filled body, for pages as well as paper.
  func fill(_ version: TemplateVersion, _ inputs: [String: TemplateInput]) async throws -> TemplateBody {
    var values: TemplateValues
    do throws(TemplateError) { values = try TemplateValues(inputs, for: version.variables) } catch { throw ClientError(error) }
    for variable in version.variables where variable.kind == .image {
      guard case .picture(let picture)? = values[variable.key] else { continue }
      values.replace(variable.key, with: try await compiled.pack(picture, field: "variables.\(variable.key)"))
    }
    let engine = engine
    let body = try await compiled.body(of: version) {
      try await engine.read { try TemplateStore(tenantID: version.tenantID).content(of: version, in: $0) }
    }
    do throws(TemplateError) { return try body.filled(with: values) } catch { throw ClientError(error) }
  }

  private static func refusal(_ error: TypesetError) -> any Error {
    switch error.code {
    case .tableMalformed:
      ClientError.parameter("variables", "表格放不进页面：合并的行太高。", "A table does not fit on a page: joined rows are too high.")
    case .tooManyPages, .tooMuchText:
      ClientError.parameter("variables", "填写后的文件太长。", "The filled document is too long.")
    case .imageUnreadable: ClientError.parameter("variables", "图片无法读取。", "A picture cannot be read.")
    case .fontUnusable, .memoryShort: error
    }
  }
}
