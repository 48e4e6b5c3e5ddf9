import HeqiDomain
import Testing

@Suite("Seam seals")
struct SeamSealTests {
  private let a4 = (width: 595.0, height: 842.0)

  private func seam(
    _ pages: SeamSeal.Pages = .all, edge: SeamSeal.Edge = .right, group: Int = 20, middle: Double = 421,
    width: Double = 119
  ) -> SeamSeal {
    SeamSeal(
      id: Sample.id(7), partyID: Sample.id(8), pages: pages, edge: edge, middle: middle, width: width, group: group)
  }

  @Test("page sets: all, odd, even, or given ones", arguments: [
    ("all", [1, 2, 3, 4, 5]), ("odd", [1, 3, 5]), ("even", [2, 4]), ("2-3,5", [2, 3, 5]), ("4、1", [1, 4]), ("4-9", [4, 5]),
  ])
  func pages(text: String, expected: [Int]) throws {
    let pages = try #require(SeamSeal.Pages(text))
    #expect(seam(pages).pages(of: 5) == expected)
    #expect(SeamSeal.Pages(pages.text) == pages)
  }

  @Test("what is no list of pages is refused", arguments: ["", "0", "a", "3-1", "1-2-3", "1-99999", "-"])
  func badPages(text: String) { #expect(SeamSeal.Pages(text) == nil) }

  @Test("long files carry several whole seals, as even as can be, never one page alone", arguments: [
    (2, 20, [2]), (20, 20, [20]), (21, 20, [10, 11]), (50, 20, [16, 17, 17]), (101, 50, [33, 34, 34]), (5, 2, [2, 3]),
    (3, 2, [3]), (1, 20, []),
  ])
  func groups(pages: Int, group: Int, expected: [Int]) {
    let groups = seam(group: group).groups(of: pages)
    #expect(groups.map(\.count) == expected)
    #expect(groups.flatMap(\.self) == (expected.isEmpty ? [] : Array(1...pages)))
  }

  @Test("strips lie at the edge, follow each other without gap, and stay on pages of any size")
  func strips() {
    let strips = seam(middle: 10).strips(on: [a4, (842, 595), a4])
    #expect(strips.map(\.page) == [1, 2, 3] && strips.map(\.index) == [0, 1, 2] && strips.allSatisfy { $0.count == 3 })
    for (strip, size) in zip(strips, [a4, (842, 595), a4]) {
      #expect(abs(strip.box.x + strip.box.width - size.0) < 1e-9 && strip.box.y == 0)
      #expect(abs(strip.box.width - 119.0 / 3) < 1e-9)
    }
    #expect(Set(strips.map(\.fieldName)).count == 3 && strips.allSatisfy { !$0.fieldName.contains(".") })
  }

  @Test("along the left edge the last page is outermost")
  func left() {
    let strips = seam(edge: .left).strips(on: [a4, a4])
    #expect(strips.map(\.index) == [1, 0] && strips.allSatisfy { $0.box.x == 0 })
  }

  @Test("fewer than two pages, groups beyond 50 and hair lines are refused, with words", arguments: [
    (1, 20, 119.0, false), (2, 20, 119, true), (2, 1, 119, false), (50, 50, 119, true), (60, 51, 119, false),
    (50, 50, 90, false), (2, 20, 10, false),
  ])
  func limits(pages: Int, group: Int, width: Double, isTaken: Bool) {
    do throws(ContractError) {
      try seam(group: group, width: width).check(pageCount: pages)
      #expect(isTaken)
    } catch {
      #expect(!isTaken && error.code == .seamInvalid && error.message.chinese.hasSuffix("。"))
    }
  }
}
