// Keeps a list current: an event says "look again", then the part is fetched and put in its place. Focus stays.
import { announce } from './dom.js';
import { restart } from './restart.js';
export function start(part) {
  if (!window.EventSource) return;
  const source = new EventSource(part.dataset.events);
  let timer;
  const refresh = async () => {
    const response = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => null);
    if (!response?.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    for (const old of document.querySelectorAll('[data-live]')) {
      const fresh = page.querySelector(`[data-live="${old.dataset.live}"]`);
      if (!fresh || fresh.innerHTML === old.innerHTML) continue;
      const focused = old.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
      old.innerHTML = fresh.innerHTML;
      restart(old);
      if (focused) old.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
      if (old === part) announce(part.dataset.changed);
    }
  };
  source.addEventListener('changed', () => { clearTimeout(timer); timer = setTimeout(refresh, 250); });
  source.addEventListener('open', () => { part.dataset.connected = 'yes'; });
  addEventListener('pagehide', () => source.close());
}
