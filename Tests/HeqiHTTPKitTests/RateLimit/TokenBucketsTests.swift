import HeqiHTTPKit
import Testing

@Suite("token buckets")
struct TokenBucketsTests {
  @Test("a burst is let through, then one waits")
  func burst() {
    let buckets = TokenBuckets(limit: RequestRate(burst: 3, perSecond: 0.5))
    for _ in 0..<3 { #expect(buckets.take("a", at: 10) == nil) }
    #expect(buckets.take("a", at: 10) == 2)
    #expect(buckets.take("b", at: 10) == nil)
    #expect(buckets.take("a", at: 11.9) == 1)
    #expect(buckets.take("a", at: 12.1) == nil)
  }

  @Test("a clock that steps back neither fills nor breaks a bucket")
  func clockBack() {
    let buckets = TokenBuckets(limit: RequestRate(burst: 1, perSecond: 1))
    #expect(buckets.take("a", at: 100) == nil)
    #expect(buckets.take("a", at: 0) != nil)
  }

  @Test("a flood of keys stays within two generations")
  func bounded() {
    let buckets = TokenBuckets(limit: RequestRate(burst: 1, perSecond: 1), capacity: 100)
    for index in 0..<10_000 { _ = buckets.take("k\(index)", at: 0) }
    #expect(buckets.count <= 200)
  }
}
