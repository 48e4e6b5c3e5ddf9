import Foundation
import Testing

/// bin/failures reads logs of runs: a log that is cut to its end still says what failed, and each test counts once.
@Suite struct FailuresTests {
  /// The last line is the count.
  private func failures(_ kind: String, _ log: String) throws -> [String] {
    let file = FileManager.default.temporaryDirectory.appending(path: "heqi-failures-\(UUID().uuidString).log")
    try log.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = Checkout.root.appending(path: "bin/failures")
    process.arguments = [kind, file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return output.split(separator: "\n").map(String.init)
  }

  private static let begun = """
    Building for debugging...
    ◇ Test run started.
    ↳ Testing Library Version: 6.3.1
    ◇ Suite "A" started.
    ◇ Test "one" started.
    ✔ Test "one" passed after 0.001 seconds.
    ◇ Test "two" started.
    ◇ Test case passing 1 argument x → 1 to "two" started.
    ◇ Test case passing 1 argument x → 2 to "two" started.

    """

  @Test("a runner that crashed: the test it was in is named with the reason, and counts")
  func crash() throws {
    let told = try failures("swift", Self.begun + "A.swift:6: Fatal error: Index out of range\nerror: Exited with unexpected signal code 5\n")
    #expect(
      told == [
        "A.swift:6: Fatal error: Index out of range", "error: Exited with unexpected signal code 5",
        "✘ Test \"two\" did not end: the runner stopped.", "1 passed, 1 failed",
      ])
  }

  @Test("one test with arguments that fails twice is one failure among the lines of its suite and run; its issues are told whole")
  func arguments() throws {
    let told = try failures(
      "swift",
      Self.begun + """
        ✘ Test "two" recorded an issue with 1 argument x → 1 at ATests.swift:20:7: Expectation failed: a
        ↳ what the test says
        of it in two lines
        ✘ Test "two" recorded an issue with 1 argument x → 2 at ATests.swift:20:7: Caught error: .busy
        ✘ Test "two" with 2 test cases failed after 0.2 seconds with 2 issues.
        ✘ Suite "A" failed after 0.2 seconds with 2 issues.
        ✘ Test run with 2 tests in 1 suite failed after 0.2 seconds with 2 issues.

        """)
    #expect(told.count == 6 && told.last == "1 passed, 1 failed", "\(told)")
    #expect(told[0].hasSuffix("Expectation failed: a") && told[2] == "    of it in two lines" && told[3].hasSuffix(".busy"))
  }

  @Test("an issue outside of every test counts as one failure")
  func outside() throws {
    let told = try failures(
      "swift", Self.begun + "✔ Test \"two\" with 2 test cases passed after 0.2 seconds.\n✘ Test run with 2 tests in 1 suite failed after 0.2 seconds with 1 issue.\n")
    #expect(told.count == 2 && told.last == "1 passed, 1 failed", "\(told)")
  }

  @Test("a run in which all passed has nothing to tell but its number, skipped ones among them")
  func passed() throws {
    let told = try failures(
      "swift",
      Self.begun + """
        ✔ Test "two" with 2 test cases passed after 0.2 seconds.
        ➜ Test "three" skipped: "needs a server"
        ✔ Suite "A" passed after 0.2 seconds.
        ✔ Test run with 3 tests in 1 suite passed after 0.2 seconds.

        """)
    #expect(told == ["3 passed, 0 failed"])
  }

  @Test("failed journeys are named with their assertions, failures and errors are counted, skipped ones are not")
  func journeys() throws {
    let told = try failures(
      "pytest",
      """
      .F.s                                                                     [100%]
      =================================== FAILURES ===================================
      _______________________________ test_one[phone] ________________________________
      >       assert page.title() == "a"
      E       AssertionError: assert 'b' == 'a'
      Tests/EndToEndTests/test_one.py:12: AssertionError
      =========================== short test summary info ============================
      SKIPPED [1] Tests/EndToEndTests/test_two.py:53: too slow
      FAILED Tests/EndToEndTests/test_one.py::test_one[phone] - AssertionError: ass...
      ERROR Tests/EndToEndTests/test_two.py::test_two - OSError
      1 failed, 264 passed, 1 skipped, 1 error in 772.52s (0:12:52)

      """)
    #expect(told.count == 6 && told.last == "264 passed, 2 failed", "\(told)")
    #expect(told[1].contains("assert 'b' == 'a'") && told[2].hasSuffix("test_one.py:12: AssertionError") && told[3].hasPrefix("FAILED "))
    #expect(try failures("pytest", "267 passed, 1 skipped in 772.52s (0:12:52)\n") == ["267 passed, 0 failed"])
  }
}
