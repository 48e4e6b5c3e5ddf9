import HeqiApplication
import HeqiStorage
import Testing

@Suite("Bulkheads of callbacks (M-033)")
struct CallbackBulkheadsTests {
  @Test("a new endpoint has two places, one that failed has one, one that answered has many")
  func places() {
    let bulkheads = CallbackBulkheads()
    #expect(bulkheads.enter("a") && bulkheads.enter("a") && !bulkheads.enter("a"))
    bulkheads.leave("a", succeeded: false)
    #expect(!bulkheads.enter("a"))
    bulkheads.leave("a", succeeded: false)
    #expect(bulkheads.enter("a") && !bulkheads.enter("a") && bulkheads.room(for: "a") == 0)
    bulkheads.leave("a", succeeded: true)
    #expect(bulkheads.room(for: "a") == CallbackStore.endpointWidth && bulkheads.underWay == 0)
    // Not called at all: what is known of it stays.
    #expect(bulkheads.enter("a"))
    bulkheads.leave("a")
    #expect(bulkheads.room(for: "a") == CallbackStore.endpointWidth)
  }

  @Test("endpoints that hang can never take the places of those that answer")
  func lanes() {
    let bulkheads = CallbackBulkheads(width: 10, unprovenWidth: 6)
    #expect(bulkheads.enter("good"))
    bulkheads.leave("good", succeeded: true)
    #expect((0..<20).filter { bulkheads.enter("hangs\($0)") }.count == 6)
    #expect((0..<20).filter { _ in bulkheads.enter("good") }.count == 4)
    #expect(bulkheads.underWay == 10 && bulkheads.room(for: "good") == 0)
  }

  @Test("an endpoint that begins to fail leaves the lane of those that answer with all its places")
  func falls() {
    let bulkheads = CallbackBulkheads(width: 20, unprovenWidth: 6)
    #expect(bulkheads.enter("shop"))
    bulkheads.leave("shop", succeeded: true)
    #expect((0..<6).allSatisfy { _ in bulkheads.enter("shop") })
    bulkheads.leave("shop", succeeded: false)
    // Five of the six places of the unproven are now its own.
    #expect((0..<9).filter { bulkheads.enter("new\($0)") }.count == 1)
    bulkheads.leave("shop", succeeded: true)
    #expect((0..<9).filter { bulkheads.enter("other\($0)") }.count == 5)
  }
}
