/// The pixels of a picture: 8-bit red, green, blue and opacity, row by row from the upper left.
public struct PictureSamples: Sendable, Equatable {
  public let width: Int
  public let height: Int
  /// `width × height × 4` bytes.
  public let rgba: [UInt8]

  /// nil when the bytes are not those of a picture of this size.
  public init?(width: Int, height: Int, rgba: [UInt8]) {
    guard width > 0, height > 0, rgba.count == width * height * 4 else { return nil }
    self.width = width
    self.height = height
    self.rgba = rgba
  }
}
