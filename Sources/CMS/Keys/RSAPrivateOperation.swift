internal import CLibCrypto

/// The private operation of one RSA key in the system's libcrypto: about three times as fast as the BoringSSL inside
/// swift-crypto where the processor has AVX-512 IFMA. libcrypto blinds the input and checks each CRT result against the
/// public exponent before it gives it out.
///
/// Proof: the key is loaded once, never changed afterwards, and freed when nobody holds this object; libcrypto allows
/// several threads to sign by one EVP_PKEY, each with a context of its own, as `sign` makes one.
final class RSAPrivateOperation: @unchecked Sendable {
  private let key: OpaquePointer

  /// Takes a key as PKCS#1 or PKCS#8 DER, which swift-crypto has checked before. Throws `invalidKey`.
  init(der: [UInt8]) throws(CMSError) {
    let loaded = der.withUnsafeBufferPointer { buffer in
      var position = buffer.baseAddress
      return d2i_AutoPrivateKey(nil, &position, buffer.count)
    }
    guard let loaded else { throw CMSError(.invalidKey, "the RSA key could not be loaded") }
    guard EVP_PKEY_get_base_id(loaded) == EVP_PKEY_RSA else {
      EVP_PKEY_free(loaded)
      throw CMSError(.invalidKey, "the key is no RSA key")
    }
    key = loaded
  }

  deinit { EVP_PKEY_free(key) }

  /// RSASSA-PKCS1-v1_5, or RSASSA-PSS with MGF1 over the same digest and a salt of its length (RFC 8017 §8).
  /// Throws `signingFailed`.
  func sign(_ hash: [UInt8], _ digest: DigestAlgorithm, isPSS: Bool) throws(CMSError) -> [UInt8] {
    guard let context = EVP_PKEY_CTX_new(key, nil) else { throw Self.failure("its context") }
    defer { EVP_PKEY_CTX_free(context) }
    // Without a function libcrypto would sign the bare hash and name no digest.
    guard let function = Self.function(digest) else { throw Self.failure("the digest") }
    guard EVP_PKEY_sign_init(context) == 1,
      EVP_PKEY_CTX_set_rsa_padding(context, isPSS ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) == 1,
      EVP_PKEY_CTX_set_signature_md(context, function) == 1
    else { throw Self.failure("its padding") }
    if isPSS {
      guard EVP_PKEY_CTX_set_rsa_mgf1_md(context, function) == 1,
        EVP_PKEY_CTX_set_rsa_pss_saltlen(context, Int32(digest.octetCount)) == 1
      else { throw Self.failure("its salt") }
    }
    var status: Int32 = 0
    let capacity = Int(EVP_PKEY_get_size(key))
    let signature = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      var length = capacity
      status = EVP_PKEY_sign(context, buffer.baseAddress, &length, hash, hash.count)
      count = status == 1 ? length : 0
    }
    guard status == 1 else { throw Self.failure("the signature") }
    return signature
  }

  private static func function(_ digest: DigestAlgorithm) -> OpaquePointer? {
    switch digest {
    case .sha256: EVP_sha256()
    case .sha384: EVP_sha384()
    case .sha512: EVP_sha512()
    default: nil  // Only these make new signatures.
    }
  }

  private static func failure(_ what: String) -> CMSError {
    CMSError(.signingFailed, "the RSA key could not sign: libcrypto refused \(what)")
  }
}
