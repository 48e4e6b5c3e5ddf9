package import HeqiDomain
package import Hummingbird
import NIOCore

/// The one request context of the server. Middleware fills it from the outside in; a handler asks it for the caller.
package struct HeqiRequestContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  /// Address of the other end of the connection; `nil` in router tests and on Unix sockets.
  package let peerAddress: String?
  package var facts = RequestFacts()
  /// The signed-in session, when there is one.
  package var session: SignedInSession?
  /// Token that forms of this page must carry; set by `CSRFMiddleware`.
  package var csrfToken = ""
  /// True once this request has shown the token; multipart forms show it in their first part.
  package var csrfProved = false
  /// The business system behind a signed request of the open API.
  package var apiCall: APICall?

  package init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    peerAddress = source.channel.remoteAddress?.ipAddress
  }

  /// Upper limit of bodies that are decoded whole, in bytes.
  package var maxUploadSize: Int { 256 * 1024 }

  package var language: Language { facts.language }

  /// Scene data as events keep it (B-12). A phone browser counts as `h5`.
  package var scene: Scene {
    let isPhone = facts.userAgent.contains("Mobile")
    return Scene(
      client: isPhone ? .h5 : .web, ip: facts.address, deviceID: facts.deviceID, userAgent: facts.userAgent)
  }

  /// The caller of actions, when somebody is signed in.
  package var caller: Caller? {
    session.map {
      Caller(
        accountID: $0.accountID, tenantID: $0.tenantID, name: $0.name, platformRoles: $0.platformRoles,
        isVerified: $0.isVerified, scene: scene, language: language, mode: $0.mode)
    }
  }

  /// The caller, acting in the back office, when somebody with a platform role is signed in.
  package var backOfficeCaller: Caller? {
    session.map {
      Caller(
        accountID: $0.accountID, tenantID: $0.tenantID, name: $0.name, platformRoles: $0.platformRoles,
        isVerified: $0.isVerified,
        scene: Scene(client: .backOffice, ip: facts.address, deviceID: facts.deviceID, userAgent: facts.userAgent),
        language: language)
    }
  }

  /// The business system that signed this request and its body. Throws `ClientError` `.signatureInvalid`.
  package func requireClient(_ scope: APIScope) throws -> APICall {
    guard let apiCall else { throw ClientError(.signatureInvalid) }
    guard apiCall.client.scopes.contains(scope) else { throw ClientError(.scopeMissing) }
    return apiCall
  }

  /// The caller. Throws `.signInRequired`, which browsers see as a redirect to the sign-in page.
  package func requireCaller() throws -> Caller {
    guard let caller else { throw Problem.signInRequired }
    return caller
  }

  /// The caller with any of `roles`, acting in the back office. Throws `.signInRequired`, or `.notFound` so that the
  /// back office does not show itself to others.
  package func requireStaff(_ roles: Set<PlatformRole>) throws -> Caller {
    guard let caller = backOfficeCaller else { throw Problem.signInRequired }
    guard !caller.platformRoles.isDisjoint(with: roles) else { throw Problem.notFound }
    return caller
  }
}
