import PAdES
import PDF
import Testing

@testable import heqi

@Suite struct FieldPlaceTests {
  @Test("x,y,w,h is read as a rectangle from the lower left corner")
  func rectangle() {
    #expect(RectangleArgument(argument: "10, 20,30.5,40")?.rectangle == PDFRectangle(10, 20, 40.5, 60))
  }

  @Test(
    "anything else is no rectangle",
    arguments: ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "1,2,-3,4", "1,2,nan,4", "1,2,3,99999", "1,2,inf,4"])
  func notARectangle(text: String) { #expect(RectangleArgument(argument: text) == nil) }

  @Test("NAME:page:x,y,w,h names a field; pages count from 1")
  func field() throws {
    let place = try #require(FieldPlaceArgument(argument: "甲方:2:1,2,3,4")?.place)
    #expect(place.name == "甲方")
    #expect(place.page == 1)
    #expect(place.rect == PDFRectangle(1, 2, 4, 6))
    #expect(FieldPlaceArgument(argument: "A:B:1:0,0,0,0")?.place.name == "A:B")
    #expect(FieldPlaceArgument(argument: "A:1:5,5,0,0")?.place.rect == .zero)
  }

  @Test("anything else is no field", arguments: ["A", "A:1", ":1:1,2,3,4", "A:0:1,2,3,4", "A:x:1,2,3,4", "A:1:1,2,3"])
  func notAField(text: String) { #expect(FieldPlaceArgument(argument: text) == nil) }
}
