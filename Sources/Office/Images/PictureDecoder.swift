/// Turns pictures of users into pixels and pixels into PNG, both in worker processes: nothing but plain samples of known
/// size comes back into this process.
public struct PictureDecoder: Sendable {
  /// Pixels of the longer side; larger pictures are made smaller. On 58 mm of paper it is 525 dpi.
  public static let sideMax = 1_200
  /// Bytes of a vector picture: 1 MiB.
  public static let svgBytesMax = 1 << 20

  private let workers: OfficeWorkers

  public init(workers: OfficeWorkers) { self.workers = workers }

  /// The pixels of a PNG or JPEG.
  /// - Throws: `imageUnsupported`, `imageTooLarge`, and the errors of a worker.
  public func samples(of bytes: [UInt8]) async throws(OfficeError) -> PictureSamples {
    let clean = try await ImageReencoder(workers: workers).reencode(bytes, as: .png, sideMax: Self.sideMax)
    let raw = try await workers.withWorkspace { workspace throws(OfficeError) in
      let file = try workspace.write(clean.bytes, name: "input")
      return try await workers.run(
        .gm, ["convert", "-limit", "threads", "1", "PNG:\(file)", "-depth", "8", "RGBA:-"], in: workspace, limits: .image)
    }
    guard let samples = PictureSamples(width: clean.width, height: clean.height, rgba: raw) else {
      throw OfficeError(.unreadable, "The picture cannot be read; it may be damaged.")
    }
    return samples
  }

  /// The pixels of an SVG of the safe subset, its longer side `sideMax` pixels.
  /// - Throws: `imageUnsupported` for anything that runs or reaches outside itself, `imageTooLarge`, worker errors.
  public func samples(ofSVG bytes: [UInt8]) async throws(OfficeError) -> PictureSamples {
    guard bytes.count <= Self.svgBytesMax else {
      throw OfficeError(.imageTooLarge, "The drawing is larger than 1 MiB; simplify it.")
    }
    guard SafeDrawing.isSafe(bytes) else {
      throw OfficeError(.imageUnsupported, "The drawing holds scripts, text, pictures or links; export it as plain paths.")
    }
    let side = "\(Self.sideMax)"
    let png = try await workers.withWorkspace { workspace throws(OfficeError) in
      let file = try workspace.write(bytes, name: "input.svg")
      return try await workers.run(
        .rsvg, ["--format", "png", "--keep-aspect-ratio", "--width", side, "--height", side, file], in: workspace,
        limits: .image)
    }
    return try await samples(of: png)
  }

  /// A PNG of the pixels.
  public func png(_ samples: PictureSamples) async throws(OfficeError) -> [UInt8] {
    try await workers.withWorkspace { workspace throws(OfficeError) in
      let file = try workspace.write(samples.rgba, name: "input")
      return try await workers.run(
        .gm,
        [
          "convert", "-limit", "threads", "1", "-size", "\(samples.width)x\(samples.height)", "-depth", "8", "RGBA:\(file)",
          "PNG32:-",
        ], in: workspace, limits: .image)
    }
  }
}
