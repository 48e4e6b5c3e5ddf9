// The agreement must have been seen to its end before it can be confirmed.
import { announce } from './dom.js';
export function start(box) {
  const text = box.querySelector('.text');
  const state = box.querySelector('.state');
  const tick = document.getElementById(box.dataset.confirm);
  if (tick.checked) return;
  tick.disabled = true;
  const check = () => {
    if (text.scrollTop + text.clientHeight < text.scrollHeight - 24) return;
    tick.disabled = false;
    state.textContent = box.dataset.done;
    announce(box.dataset.done);
    text.removeEventListener('scroll', check);
  };
  text.addEventListener('scroll', check, { passive: true });
  check();
}
