// Sends a form with files and shows how far it is. Without script the form is sent the ordinary way.
import { csrf, announce, bytes } from './dom.js';
export function start(form) {
  const bar = form.querySelector('progress');
  const line = form.querySelector('[data-progress]');
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.setRequestHeader('X-CSRF-Token', csrf());
    if (bar) { bar.hidden = false; bar.value = 0; }
    request.upload.addEventListener('progress', (progress) => {
      if (!progress.lengthComputable) return;
      if (bar) bar.value = progress.loaded / progress.total;
      const share = Math.round((progress.loaded / progress.total) * 100);
      if (line) line.textContent = share < 100 ? form.dataset.sending.replace('{}', `${share}% · ${bytes(progress.total)}`) : form.dataset.checking;
    });
    request.addEventListener('load', () => {
      // The server redirects when all is well; otherwise it answers with the form and what to correct.
      if (request.status < 400 && request.responseURL !== form.action) {
        location.assign(request.responseURL);
        return;
      }
      const page = new DOMParser().parseFromString(request.responseText, 'text/html');
      const fresh = page.querySelector('main');
      if (!fresh) { failed(); return; }
      document.querySelector('main').replaceWith(fresh);
      import('./restart.js').then(({ restart }) => restart(fresh));
      const first = fresh.querySelector('[role="alert"], [aria-invalid="true"]');
      first?.scrollIntoView({ block: 'center' });
      first?.focus?.();
    });
    const failed = () => {
      delete form.dataset.sent;
      form.querySelector('[aria-disabled]')?.removeAttribute('aria-disabled');
      if (bar) bar.hidden = true;
      if (line) line.textContent = form.dataset.failed;
      announce(form.dataset.failed);
    };
    request.addEventListener('error', failed);
    request.send(new FormData(form));
  });
}
