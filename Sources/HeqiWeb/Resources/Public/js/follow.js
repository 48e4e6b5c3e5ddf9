// Follows what happens elsewhere, such as on the phone: looks again when told, and now and then where nobody tells.
const lookAgainDelay = 10000;
export function start(part) {
  // What this page itself sends brings its own answer; looking again meanwhile would cut it off.
  let isSending = false;
  document.addEventListener('submit', (event) => { isSending = !event.defaultPrevented; });
  const look = async () => {
    const response = await fetch(part.dataset.stateUrl, { headers: { Accept: 'application/json' } }).catch(() => null);
    if (!response?.ok) return;
    const { state } = await response.json();
    if (!isSending && state && state !== part.dataset.state) location.reload();
  };
  const timer = setInterval(() => { if (!document.hidden) look(); }, lookAgainDelay);
  const source = window.EventSource ? new EventSource(part.dataset.events) : null;
  source?.addEventListener('changed', look);
  source?.addEventListener('open', () => { part.dataset.connected = 'yes'; });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
  addEventListener('pagehide', () => { source?.close(); clearInterval(timer); });
}
