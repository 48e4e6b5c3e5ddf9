package import HeqiDomain

/// Addresses of powers of attorney and business types.
extension Links {
  package static let powers = "/powers"
  package static let newPower = "/powers/new"
  package static let businessTypes = "/business-types"
  package static let newBusinessType = "/business-types/new"

  package static func newPower(for seal: ID<Seal>) -> String { "\(newPower)?seal=\(seal)" }
  package static func power(_ id: ID<PowerOfAttorney>) -> String { "\(powers)/\(id)" }
  package static func powerCode(_ id: ID<PowerOfAttorney>) -> String { "\(power(id))/code" }
  package static func powerSignature(_ id: ID<PowerOfAttorney>) -> String { "\(power(id))/signature" }
  package static func powerRevocation(_ id: ID<PowerOfAttorney>) -> String { "\(power(id))/revocation" }
  package static func powerFile(_ id: ID<PowerOfAttorney>) -> String { "\(power(id))/file.pdf" }
  package static func powerPage(_ number: Int, of id: ID<PowerOfAttorney>) -> String { "\(power(id))/pages/\(number)" }
  package static func businessType(_ id: ID<BusinessType>) -> String { "\(businessTypes)/\(id)" }
  package static func businessTypeEdit(_ id: ID<BusinessType>) -> String { "\(businessType(id))/edit" }
  package static func businessTypeStatus(_ id: ID<BusinessType>) -> String { "\(businessType(id))/status" }
}
