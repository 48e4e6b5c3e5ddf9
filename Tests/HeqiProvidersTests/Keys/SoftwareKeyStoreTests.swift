import CMS
import HeqiPorts
import HeqiProviders
import Testing

@Suite("Software key store")
struct SoftwareKeyStoreTests {
  @Test("a handle signs for its owner only, and not when altered")
  func owner() async throws {
    let store = try SoftwareKeyStore(masterKey: Sample.master)
    let key = try await store.makeKey(owner: "a")
    let signature = try await store.sign([1, 2, 3], handle: key.handle, owner: "a")
    #expect(try PublicKey(der: key.publicKey).isValid(signature, over: [1, 2, 3][...], .ecdsa(.sha256)))
    await #expect(throws: ProviderError.self) { _ = try await store.sign([1], handle: key.handle, owner: "b") }
    for index in stride(from: 0, to: key.handle.count, by: 7) {
      var altered = key.handle
      altered[index] ^= 1
      await #expect(throws: ProviderError.self) { _ = try await store.sign([1], handle: altered, owner: "a") }
    }
    await #expect(throws: ProviderError.self) { _ = try await store.sign([1], handle: [], owner: "a") }
  }

  @Test("a retired master key still opens old handles, which can be wrapped anew")
  func rotation() async throws {
    let old = try SoftwareKeyStore(masterKey: Sample.master)
    let key = try await old.makeKey(owner: "a")
    let next = [UInt8](repeating: 6, count: 32)
    let alone = try SoftwareKeyStore(masterKey: next)
    await #expect(throws: ProviderError(.unavailable, provider: "keys", message: "")) {
      _ = try await alone.sign([1], handle: key.handle, owner: "a")
    }
    let both = try SoftwareKeyStore(masterKey: next, retired: [Sample.master])
    let rewrapped = try both.rewrapped(key.handle, owner: "a")
    let signature = try await alone.sign([9], handle: rewrapped, owner: "a")
    #expect(try PublicKey(der: key.publicKey).isValid(signature, over: [9][...], .ecdsa(.sha256)))
  }

  @Test("a master key of another length is refused")
  func length() {
    #expect(throws: ProviderError.self) { _ = try SoftwareKeyStore(masterKey: [1]) }
  }
}
