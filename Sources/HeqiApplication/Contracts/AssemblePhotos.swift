import HeqiDomain
package import Office

/// Photos of a paper contract as one PDF, a page each, ready to be uploaded (F-070).
package struct AssemblePhotos: Sendable {
  /// Photos of one file.
  package static let photosMax = 30
  /// Bytes of one photo.
  package static let photoBytesMax = 10 * 1_048_576
  /// Longer side after re-encoding, in pixels: A4 at about 210 dots per inch.
  private static let sideMax = 2_400
  private let reencoder: ImageReencoder

  package init(reencoder: ImageReencoder) { self.reencoder = reencoder }

  /// The PDF. Throws `ContractError` `.fileRefused` for what is no photo, `.tooManyPages` above the limit.
  package func callAsFunction(_ photos: [[UInt8]]) async throws -> [UInt8] {
    guard photos.count <= Self.photosMax else { throw ContractError(.tooManyPages) }
    var pages: [ReencodedImage] = []
    do {
      for photo in photos {
        guard photo.count <= Self.photoBytesMax else { throw Self.refusal(nil) }
        pages.append(try await reencoder.reencode(photo, as: .jpeg, sideMax: Self.sideMax))
      }
      return try ImagePages.pdf(pages)
    } catch let error as OfficeError {
      throw Self.refusal(error)
    }
  }

  private static func refusal(_ cause: OfficeError?) -> ContractError {
    ContractError(
      .fileRefused, cause?.code.rawValue ?? "photo size",
      remark: Bilingual(
        "有一张照片无法读取，请使用 10 MB 以内的 JPEG 或 PNG", "a photo could not be read; use JPEG or PNG of up to 10 MB"), cause: cause
    )
  }
}
