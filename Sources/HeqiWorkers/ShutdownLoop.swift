import ServiceLifecycle

/// Does `work` again and again until the program shuts down: at once while there was something to do, after `pause`
/// otherwise. A turn under way is finished; only waiting is cut short.
func runUntilShutdown(pause: Duration, _ work: @Sendable () async -> Bool) async {
  while !Task.isShuttingDownGracefully, !Task.isCancelled {
    if await !work() { await cancelWhenGracefulShutdown { try? await Task.sleep(for: pause) } }
  }
}
