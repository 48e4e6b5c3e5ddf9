package import HeqiDomain
package import Office

/// What a preview gives back (J-019).
package enum TemplatePreview: Sendable {
  case pdf([UInt8])
  case html(String)
  /// PNG, by page from 1.
  case images([(page: Int, bytes: [UInt8])], pageCount: Int)
}

/// Shows a version with values, or with its samples where none are given.
package struct PreviewTemplate: Sendable {
  package enum Format: String, Sendable, CaseIterable {
    case pdf = "PDF"
    case html = "HTML"
    case image = "IMAGE"
  }
  /// Page images of one answer.
  package static let imagesMax = 10
  package static let widthRange = 100...2_000

  private let fill: FillTemplate
  private let templates: ManageTemplates
  private let pages: PageRenderer

  package init(fill: FillTemplate, templates: ManageTemplates, pages: PageRenderer) {
    self.fill = fill
    self.templates = templates
    self.pages = pages
  }

  /// - Parameters:
  ///   - page: first page of the images, from 1.
  ///   - width: of an image, pixels.
  package func callAsFunction(
    _ templateID: String, version: String?, _ inputs: [String: TemplateInput], as format: Format, page: Int = 1,
    width: Int = 1_000, client: APIClient
  ) async throws -> TemplatePreview {
    let (found, _) = try await templates.find(templateID, version: version, client: client)
    var values = inputs
    for variable in found.variables where values[variable.key] == nil { values[variable.key] = variable.sample }
    if format == .html {
      return .html(TemplatePage.html(try await fill.fill(found, values), title: found.name))
    }
    let made = try await fill(found, values, title: found.name)
    if format == .pdf { return .pdf(made.bytes) }
    guard page <= made.pageCount else {
      throw ClientError.parameter("page", "文件只有 \(made.pageCount) 页。", "The document has \(made.pageCount) pages.")
    }
    let last = min(made.pageCount, page + Self.imagesMax - 1)
    do throws(OfficeError) {
      let images = try await pages.withPages(of: made.bytes) { open throws(OfficeError) in
        var images: [(page: Int, bytes: [UInt8])] = []
        for number in page...last { images.append((number, try await open.image(page: number, width: width, format: .png))) }
        return images
      }
      return .images(images, pageCount: made.pageCount)
    } catch {
      throw ClientError(.providerUnavailable)
    }
  }
}
