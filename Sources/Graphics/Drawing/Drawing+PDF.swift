extension Drawing {
  /// The operators that paint this picture in a box of `width` × `height` points with its origin at the lower left:
  /// the body of a form XObject (ISO 32000-2 §8.10) with `/BBox [0 0 width height]`.
  ///
  /// The stream is wrapped in `q … Q`, needs no fonts and no images, and uses only DeviceRGB. When `opacity` is below 1
  /// it selects `/GS0`, which the caller must define as `<</ca o /CA o>>` in the form's resources.
  public func pdfContent(width: Double, height: Double) -> [UInt8] {
    var stream = ContentStream()
    stream.op("q")
    if opacity < 1 { stream.op("/GS0 gs") }
    let sx = self.width > 0 ? width / self.width : 1
    let sy = self.height > 0 ? height / self.height : 1
    stream.drawing(self, Transform(a: sx, d: -sy, ty: height))
    stream.op("Q")
    return stream.bytes
  }

  /// A complete one-page PDF of exactly this size on a transparent ground. Text is already outlines: no font inside.
  public func pdf() -> [UInt8] {
    let size = sizeInPoints
    let content = pdfContent(width: size.width, height: size.height)
    let state = opacity < 1 ? "/ExtGState<</GS0<</ca \(decimal(opacity))/CA \(decimal(opacity))>>>>" : ""
    let objects: [[UInt8]] = [
      Array("<</Type/Catalog/Pages 2 0 R>>".utf8),
      Array("<</Type/Pages/Kids[3 0 R]/Count 1>>".utf8),
      Array(
        """
        <</Type/Page/Parent 2 0 R/MediaBox[0 0 \(decimal(size.width)) \(decimal(size.height))]\
        /Resources<<\(state)>>/Contents 4 0 R>>
        """.utf8),
      Array("<</Length \(content.count)>>stream\n".utf8) + content + Array("\nendstream".utf8),
    ]
    var bytes = Array("%PDF-1.7\n%".utf8) + [0xE5, 0x90, 0x88, 0xE5, 0xA5, 0x91, 0x0A]
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(bytes.count)
      bytes += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
    }
    let table = bytes.count
    bytes += Array("xref\n0 \(objects.count + 1)\n0000000000 65535 f \n".utf8)
    for offset in offsets {
      let digits = String(offset)
      bytes += Array((String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n").utf8)
    }
    bytes += Array("trailer\n<</Size \(objects.count + 1)/Root 1 0 R>>\nstartxref\n\(table)\n%%EOF\n".utf8)
    return bytes
  }

  /// A number as PDF and SVG write it: three decimals at most.
  func decimal(_ value: Double) -> String {
    var stream = ContentStream()
    stream.number(value)
    return String(decoding: stream.bytes.dropLast(), as: UTF8.self)
  }
}
