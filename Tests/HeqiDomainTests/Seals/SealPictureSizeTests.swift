import Testing

@testable import HeqiDomain

@Suite("Sizes of seals from pictures (F-046, E-22, B-16)")
struct SealPictureSizeTests {
  private func message(_ kind: SealKind, _ width: Double, _ pixels: (Int, Int)) -> String? {
    do throws(SealError) {
      _ = try SealPictureSize.check(kind, width: width, pixels: pixels)
      return nil
    } catch {
      return error.code == .imageInvalid && error.field == "width" ? error.message.chinese : "?"
    }
  }

  @Test(
    "both bounds of each kind hold for the longer side",
    arguments: [
      (.companySeal, 38, 45), (.contractSeal, 38, 58), (.personalName, 10, 25), (.financeSeal, 18, 45), (.invoiceSeal, 30, 45),
    ] as [(SealKind, Double, Double)])
  func bounds(kind: SealKind, low: Double, high: Double) {
    #expect(message(kind, low, (1_200, 1_200)) == nil && message(kind, high, (1_200, 1_200)) == nil)
    #expect(message(kind, low - 0.1, (1_200, 1_200)) != nil && message(kind, high + 0.1, (1_200, 1_200)) != nil)
    #expect(message(kind, high, (1_000, 1_001))?.contains("较长的一边") == true)
    #expect(message(kind, .nan, (1_200, 1_200)) != nil && message(kind, 0, (1_200, 1_200)) != nil)
  }

  @Test("300 dpi: 497 pixels are enough for 42 mm, 496 are not, and the refusal says what is needed")
  func dots() {
    #expect(message(.companySeal, 42, (497, 497)) == nil)
    let refusal = message(.companySeal, 42, (496, 496))
    #expect(refusal?.contains("497") == true && refusal?.contains("41.9") == true)
    #expect(SealPictureSize.widest(pixels: 160) == 13.5)
  }

  @Test("a strip that nobody could read is refused, and the height follows the picture")
  func strips() throws {
    #expect(message(.personalName, 20, (1_200, 500))?.contains("较短的一边") == true)
    let size = try SealPictureSize.check(.invoiceSeal, width: 40, pixels: (800, 600))
    #expect(size.width == 40 && size.height == 30)
  }
}
