// "Get code" button: asks the server for a code without leaving the page, then counts down to the next one.
import { post, announce, fieldError } from './dom.js';
export function start(button) {
  const form = button.form;
  const label = button.textContent;
  const target = form.querySelector(`[name="${button.dataset.target ?? 'mobile'}"]`); // absent where the server knows the address
  const count = (seconds) => {
    button.disabled = true;
    const end = Date.now() + seconds * 1000;
    const tick = () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      if (left <= 0) { button.disabled = false; button.textContent = label; return; }
      button.textContent = button.dataset.again.replace('{}', left);
      setTimeout(tick, 250);
    };
    tick();
  };
  button.addEventListener('click', async (event) => {
    event.preventDefault();
    if (target && !target.value.trim()) { fieldError(target, button.dataset.missing); target.focus(); return; }
    button.disabled = true;
    const fields = { purpose: button.dataset.purpose, target: target?.value ?? '', kind: button.dataset.kind ?? '' };
    const { ok, answer } = await post(button.dataset.url ?? '/codes', fields).catch(() => ({ ok: false, answer: {} }));
    if (ok) {
      if (target) fieldError(target, '');
      announce(button.dataset.sent);
      count(answer.retryAfter ?? 60);
      form.querySelector('[name="code"]')?.focus();
    } else {
      button.disabled = false;
      const text = answer.detail ?? button.dataset.failed;
      const input = target ?? form.querySelector('[name="code"]');
      if (input) fieldError(input, text);
      announce(text);
    }
  });
}
