/// A picture that came out of our own worker: no metadata, upright, RGB, within its size.
public struct ReencodedImage: Sendable, Equatable {
  public let bytes: [UInt8]
  public let kind: ImageHeader.Kind
  public let width: Int
  public let height: Int
}

/// Decodes pictures of users in a worker process and packs them anew, so that only bytes of our own encoder are ever
/// shown, embedded or kept.
///
/// The worker is GraphicsMagick: one small program of Debian with security support that reads both formats, turns
/// pictures upright and drops metadata in one process. The format is always named, so its other readers cannot be
/// reached; delegates and scripts are out of play. (libvips needs 60 packages, netpbm a chain of four processes.)
public struct ImageReencoder: Sendable {
  private let workers: OfficeWorkers

  public init(workers: OfficeWorkers) { self.workers = workers }

  /// `bytes` (JPEG or PNG) as a new picture whose longer side is at most `sideMax` pixels (64…6000); never enlarged.
  /// PNG keeps transparency, JPEG puts white behind it.
  /// - Throws: `imageUnsupported`, `imageTooLarge` (both from the header alone, before any decoding), and the errors of a
  ///   worker.
  public func reencode(
    _ bytes: [UInt8], as kind: ImageHeader.Kind, sideMax: Int = 2_400
  ) async throws(OfficeError) -> ReencodedImage {
    let header = try ImageHeader(bytes)
    let side = min(max(sideMax, 64), 6_000)
    let result = try await workers.withWorkspace { workspace throws(OfficeError) in
      let file = try workspace.write(bytes, name: "input")
      var arguments = [
        "convert", "-limit", "pixels", "\(ImageHeader.pixelsMax)", "-limit", "disk", "0", "-limit", "threads", "1",
        "\(Self.coder(header.kind)):\(file)", "-auto-orient", "-resize", "\(side)x\(side)>", "-colorspace", "RGB",
      ]
      if kind == .jpeg { arguments += ["-background", "white", "-quality", "86"] }
      // Only where there may be transparency: it doubles the memory of a large photograph.
      if kind == .jpeg, header.kind == .png { arguments += ["-flatten"] }
      arguments += ["-strip", "\(Self.coder(kind)):-"]
      return try await workers.run(.gm, arguments, in: workspace, limits: .image)
    }
    let made = try ImageHeader(result)
    return ReencodedImage(bytes: result, kind: made.kind, width: made.width, height: made.height)
  }

  private static func coder(_ kind: ImageHeader.Kind) -> String {
    switch kind {
    case .jpeg: "JPEG"
    case .png: "PNG"
    }
  }
}
