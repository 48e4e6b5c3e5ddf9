/// TIFF and PNG predictors (ISO 32000-2 §7.4.4.4).
struct Predictor {
  private let predictor: Int
  private let colors: Int
  private let bits: Int
  private let columns: Int

  init(_ parameters: PDFDictionary) {
    predictor = parameters["Predictor"]?.integerValue ?? 1
    colors = parameters["Colors"]?.integerValue ?? 1
    bits = parameters["BitsPerComponent"]?.integerValue ?? 8
    columns = parameters["Columns"]?.integerValue ?? 1
  }

  func undo(_ data: [UInt8], limits: PDFLimits) throws(PDFError) -> [UInt8] {
    if predictor == 1 { return data }
    guard colors >= 1, colors <= 32, [1, 2, 4, 8, 16].contains(bits), columns >= 1, columns <= 1 << 24 else {
      throw PDFError(.filterDataInvalid, "The predictor parameters are out of range.")
    }
    let pixel = max(1, colors * bits / 8)
    let row = (colors * bits * columns + 7) / 8
    switch predictor {
    case 2: return try tiff(data, row: row)
    case 10...15: return try png(data, row: row, pixel: pixel)
    default: throw PDFError(.filterDataInvalid, "Predictor \(predictor) does not exist.")
    }
  }

  private func png(_ data: [UInt8], row: Int, pixel: Int) throws(PDFError) -> [UInt8] {
    let rows = (data.count + row) / (row + 1)
    // Every row spends one byte on its type, so the size follows from the data, not from the parameters.
    var output = [UInt8](repeating: 0, count: data.count - rows)
    for index in 0..<rows {
      let source = index * (row + 1)
      let length = min(row, data.count - source - 1)
      if length <= 0 { break }
      let target = index * row
      let above = target - row
      let kind = data[source]
      guard kind <= 4 else { throw PDFError(.filterDataInvalid, "A PNG predictor row has type \(kind).") }
      for column in 0..<length {
        let left = column >= pixel ? output[target + column - pixel] : 0
        let up = index > 0 ? output[above + column] : 0
        let value: UInt8
        switch kind {
        case 0: value = 0
        case 1: value = left
        case 2: value = up
        case 3: value = UInt8((Int(left) + Int(up)) / 2)
        default:
          let corner = index > 0 && column >= pixel ? output[above + column - pixel] : 0
          value = Predictor.paeth(Int(left), Int(up), Int(corner))
        }
        output[target + column] = data[source + 1 + column] &+ value
      }
    }
    return output
  }

  private static func paeth(_ left: Int, _ up: Int, _ corner: Int) -> UInt8 {
    let estimate = left + up - corner
    let (a, b, c) = (abs(estimate - left), abs(estimate - up), abs(estimate - corner))
    if a <= b, a <= c { return UInt8(left) }
    return UInt8(b <= c ? up : corner)
  }

  private func tiff(_ data: [UInt8], row: Int) throws(PDFError) -> [UInt8] {
    var output = data
    switch bits {
    case 8:
      for start in stride(from: 0, to: output.count, by: row) {
        let end = min(start + row, output.count)
        for index in (start..<end).dropFirst(colors) { output[index] = output[index] &+ output[index - colors] }
      }
    case 16:
      for start in stride(from: 0, to: output.count, by: row) {
        let end = min(start + row, output.count)
        for index in stride(from: start + 2 * colors, to: end - 1, by: 2) {
          let old = UInt16(output[index - 2 * colors]) << 8 | UInt16(output[index - 2 * colors + 1])
          let value = (UInt16(output[index]) << 8 | UInt16(output[index + 1])) &+ old
          output[index] = UInt8(value >> 8)
          output[index + 1] = UInt8(value & 0xFF)
        }
      }
    default: throw PDFError(.filterUnsupported, "TIFF prediction with \(bits) bits is not decoded here.")
    }
    return output
  }
}
