internal import AsyncHTTPClient
internal import Crypto
internal import FoundationEssentials
internal import NIOCore
internal import NIOHTTP1

/// An answer with a status below 400.
struct APIAnswer: Sendable {
  let status: Int
  let headers: HTTPHeaders
  let body: [UInt8]
}

extension HeqiClient {
  /// Sends a request and reads JSON.
  func send<Answer: Decodable>(_ request: APIRequest, as _: Answer.Type = Answer.self) async throws(HeqiClientError) -> Answer {
    let answer = try await answer(to: request)
    do { return try JSONForm.decoder.decode(Answer.self, from: Data(answer.body)) } catch {
      throw .unreadable(status: answer.status, "\(error)")
    }
  }

  /// Sends a request for a file and compares its hash with the one announced.
  func fetch(_ request: APIRequest) async throws(HeqiClientError) -> [UInt8] {
    let answer = try await answer(to: request)
    if let wanted = answer.headers.first(name: "X-Content-SHA256"), wanted != Hexadecimal.text(SHA256.hash(data: answer.body)) {
      throw .corrupted
    }
    return answer.body
  }

  /// Tries until an answer stands: again after a broken connection, and after a refusal that says when to come back.
  func answer(to request: APIRequest) async throws(HeqiClientError) -> APIAnswer {
    for attempt in 1... {
      var pause = Duration.milliseconds(Int64.random(in: 200...400) << min(attempt - 1, 6))
      var fault: HeqiClientError
      do throws(HeqiClientError) {
        let answer = try await once(request)
        if answer.status < 300 { return answer }
        fault = Self.fault(of: answer)
        guard let after = Self.retryAfter(answer), after <= patience.waitMax else { throw fault }
        pause = after
      } catch {
        guard case .unreachable = error else { throw error }
        fault = error
      }
      guard attempt < patience.attempts else { throw fault }
      do { try await wait(pause) } catch { throw .cancelled }
    }
    throw .cancelled
  }

  /// One attempt, with a nonce of its own.
  private func once(_ request: APIRequest) async throws(HeqiClientError) -> APIAnswer {
    let timestamp = Int64(Date().timeIntervalSince1970)
    let nonce = RequestSigner.nonce()
    let text = RequestSigner.text(
      timestamp: timestamp, nonce: nonce, method: request.method, path: request.path, query: request.query, body: request.body)
    var message = HTTPClientRequest(url: base + request.target)
    message.method = HTTPMethod(rawValue: request.method)
    message.headers = [
      "X-Client-Id": signer.clientID, "X-Timestamp": String(timestamp), "X-Nonce": nonce,
      "X-Signature": signer.signature(of: text), "Accept-Language": language, "Content-Type": request.contentType,
    ]
    if let key = request.idempotencyKey { message.headers.add(name: "Idempotency-Key", value: key) }
    if request.method != "GET" { message.body = .bytes(ByteBuffer(bytes: request.body)) }
    do {
      let answer = try await http.execute(message, timeout: .nanoseconds(Int64(patience.timeout / .nanoseconds(1))))
      let body = try await answer.body.collect(upTo: Self.fileBytesMax)
      return APIAnswer(status: Int(answer.status.code), headers: answer.headers, body: Array(body.readableBytesView))
    } catch is CancellationError {
      throw .cancelled
    } catch is NIOTooManyBytesError {
      throw .unreadable(status: 200, "longer than \(Self.fileBytesMax) bytes")
    } catch {
      throw Task.isCancelled ? .cancelled : .unreachable("\(error)")
    }
  }

  private static func fault(of answer: APIAnswer) -> HeqiClientError {
    if let problem = try? JSONForm.decoder.decode(Problem.self, from: Data(answer.body)) { return .refused(problem) }
    return .unreadable(status: answer.status, "no problem document")
  }

  /// When a refusal may be tried again: only where the platform says so, and nothing was done.
  private static func retryAfter(_ answer: APIAnswer) -> Duration? {
    guard [409, 429, 503].contains(answer.status), let text = answer.headers.first(name: "Retry-After"), let seconds = Int64(text),
      seconds >= 0
    else { return nil }
    return .seconds(seconds)
  }
}
