// Forced reading and what was shown: counts down, notes the pages that were in view, tells the server in batches.
import { csrf, announce } from './dom.js';
const batchDelay = 2500;
export function start(root) {
  const confirm = root.querySelector('#confirmed');
  const state = root.querySelector('[data-reading]');
  const foot = document.querySelector('[data-foot]');
  const total = Number(root.dataset.count);
  const seen = new Set();
  const fresh = new Set();
  const end = Date.now() + Number(root.dataset.left || 0) * 1000;
  const steps = [...document.querySelectorAll('.sign-steps li')];
  const mark = (at) => steps.forEach((step, index) => {
    step.className = index < at ? 'done' : index === at ? 'now' : 'later';
    if (index === at) step.setAttribute('aria-current', 'step'); else step.removeAttribute('aria-current');
  });
  // The bar on top follows: read, then whatever is still open, last the confirmation.
  const follow = () => {
    if (seen.size < total) mark(0);
    else if (root.querySelector('.rate-buttons')) mark(1);
    else mark(confirm?.checked ? steps.length - 1 : steps.length - 2);
  };
  confirm?.addEventListener('change', follow);
  const progress = () => { follow(); if (foot) foot.textContent = root.dataset.seen.replace('{}', seen.size).replace('{}', total); };
  progress();

  if (confirm && state && end > Date.now() && !confirm.checked) {
    confirm.disabled = true;
    state.classList.add('waiting');
    const tick = () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      if (left > 0) { state.textContent = root.dataset.wait.replace('{}', left); setTimeout(tick, 250); return; }
      confirm.disabled = false;
      state.classList.remove('waiting');
      state.textContent = root.dataset.ready;
      announce(root.dataset.ready);
    };
    state.removeAttribute('role');
    tick();
  }

  const send = () => {
    if (!fresh.size) return null;
    const body = new URLSearchParams({ digest: root.dataset.digest, pages: [...fresh].join(',') });
    fresh.clear();
    return fetch(root.dataset.url, { method: 'POST', keepalive: true, headers: { Accept: 'application/json', 'X-CSRF-Token': csrf() }, body }).catch(() => {});
  };
  let timer;
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const image = entry.target.querySelector('img');
      if (entry.intersectionRatio < 0.3 && entry.intersectionRect.height < innerHeight * 0.4) continue;
      const note = () => {
        const page = entry.target.dataset.page;
        if (seen.has(page)) return;
        seen.add(page);
        fresh.add(page);
        progress();
        clearTimeout(timer);
        timer = setTimeout(send, batchDelay);
      };
      if (image.complete && image.naturalWidth) note(); else image.addEventListener('load', note, { once: true });
    }
  }, { threshold: [0.1, 0.3, 0.5, 0.7] });
  for (const sheet of root.querySelectorAll('.sheet')) watch.observe(sheet);
  addEventListener('pagehide', send);
  root.querySelector('.sign-form')?.addEventListener('submit', send);
  // A link that leads to a page which shows what was read waits until it is noted.
  root.querySelector('[data-flush]')?.addEventListener('click', async (event) => {
    event.preventDefault();
    await send();
    location.assign(event.target.closest('a').href);
  });

  // On a phone the bar at the bottom leads to the panel and leaves once the panel is there.
  const bar = document.querySelector('.sign-foot');
  const panel = root.querySelector('.sign-panel');
  if (bar && panel) new IntersectionObserver(([entry]) => bar.classList.toggle('away', entry.isIntersecting)).observe(panel);
}
