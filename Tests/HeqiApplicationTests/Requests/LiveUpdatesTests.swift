import HeqiDomain
import Testing

@testable import HeqiApplication

@Suite("LiveUpdates")
struct LiveUpdatesTests {
  func id<T>(_ number: UInt8, _: T.Type = T.self) -> ID<T> { ID(at: Instant(seconds: 1), random: [number]) }

  @Test("the oldest stream ends when an account opens too many")
  func bounded() async {
    let live = LiveUpdates()
    let first = await live.subscribe(id(1))
    var others: [AsyncStream<LiveUpdate>] = []
    for _ in 0..<LiveUpdates.streamsPerAccountMax { others.append(await live.subscribe(id(1))) }
    var iterator = first.makeAsyncIterator()
    #expect(await iterator.next() == nil)
    #expect(others.count == LiveUpdates.streamsPerAccountMax)
  }

  @Test("only the accounts concerned are told")
  func addressed() async {
    let live = LiveUpdates()
    let mine = await live.subscribe(id(1))
    let theirs = await live.subscribe(id(2))
    await live.publish([id(1)], contract: id(9))
    await live.close()
    var got: [LiveUpdate] = []
    for await update in mine { got.append(update) }
    for await update in theirs { got.append(update) }
    #expect(got == [LiveUpdate(contractID: id(9))])
  }
}
