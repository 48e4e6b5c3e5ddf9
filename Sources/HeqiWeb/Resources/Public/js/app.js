// Entry: every element with data-module="name" is handed to js/name.js, loaded only where it is used.
const names = new Set();
for (const element of document.querySelectorAll('[data-module]')) {
  for (const name of element.dataset.module.split(' ')) names.add(name);
}
for (const name of names) {
  import(`./${name}.js`).then(({ start }) => {
    for (const element of document.querySelectorAll(`[data-module~="${name}"]`)) start(element);
  });
}
// A form is sent once; the button says so.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (event.defaultPrevented || form.method === 'dialog') return;
  form.dataset.sent = 'yes';
  const button = event.submitter;
  if (button) setTimeout(() => { button.setAttribute('aria-disabled', 'true'); }, 0);
});
window.addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    form.querySelector('[aria-disabled]')?.removeAttribute('aria-disabled');
  }
});
