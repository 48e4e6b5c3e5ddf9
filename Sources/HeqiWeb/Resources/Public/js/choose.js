// Tells how many contracts are ticked; the form works without it.
import { announce } from './dom.js';
export function start(form) {
  const note = form.querySelector('[data-chosen]');
  if (!note) return;
  const idle = note.textContent;
  form.addEventListener('change', (event) => {
    if (event.target.type !== 'checkbox') return;
    const count = form.querySelectorAll('input[name="contract"]:checked').length;
    note.textContent = count ? form.dataset.count.replace('#', count) : idle;
    announce(note.textContent);
  });
}
