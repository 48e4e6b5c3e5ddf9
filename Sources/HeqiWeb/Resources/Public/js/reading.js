// Forced reading: every page must have been on screen and the seconds must be over; then the confirmation opens.
// The server measures time itself; this only shows it. Pages seen are told to the server once each.
//   <div data-module="reading" data-seconds="10" data-url="/contracts/…/reading" data-opens="confirm"
//        data-pages="还有 {} 页未看" data-wait="请再阅读 {} 秒" data-done="已读完，可以确认">
//   <p data-state role="status"></p></div>   with   <figure data-page="1"> … </figure> anywhere on the page
import { post, announce } from './dom.js';
export function start(box) {
  const state = box.querySelector('[data-state]');
  const target = document.getElementById(box.dataset.opens);
  const pages = [...document.querySelectorAll('[data-page]')];
  const unseen = new Set(pages.filter((page) => !page.dataset.seen).map((page) => page.dataset.page));
  const end = Date.now() + Number(box.dataset.seconds ?? 0) * 1000;
  let done = false;
  let visible = [];
  if (target) target.disabled = true;
  const show = () => {
    if (done) return;
    const left = Math.ceil((end - Date.now()) / 1000);
    if (unseen.size > 0) state.textContent = box.dataset.pages.replace('{}', unseen.size);
    else if (left > 0) state.textContent = box.dataset.wait.replace('{}', left);
    else {
      done = true;
      state.textContent = box.dataset.done;
      announce(box.dataset.done);
      if (target) target.disabled = false;
      box.dispatchEvent(new CustomEvent('read', { bubbles: true }));
      return;
    }
    if (unseen.size === 0) setTimeout(show, 250);
  };
  const tell = () => {
    if (!visible.length || !box.dataset.url) return;
    const seen = visible;
    visible = [];
    post(box.dataset.url, { pages: seen.join(',') }).catch(() => { visible = seen.concat(visible); });
  };
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const page = entry.target;
      const image = page.querySelector('img');
      if (!entry.isIntersecting) continue;
      const count = () => {
        watch.unobserve(page);
        unseen.delete(page.dataset.page);
        visible.push(page.dataset.page);
        show();
        if (unseen.size === 0) tell();
      };
      if (!image || image.complete) count(); else image.addEventListener('load', count, { once: true });
    }
  }, { threshold: 0.35 });
  for (const page of pages) if (unseen.has(page.dataset.page)) watch.observe(page);
  setInterval(tell, 5000);
  addEventListener('pagehide', tell);
  show();
}
