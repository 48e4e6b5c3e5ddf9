// The seal maker: the picture follows what is typed; another kind asks the server for its choices.
export function start(form) {
  const status = form.querySelector('[data-status]');
  const said = status.textContent;
  let timer;
  const refresh = async () => {
    const fields = new URLSearchParams(new FormData(form));
    fields.delete('csrf');
    const url = `/account/seals/preview.svg?${fields}`;
    const response = await fetch(url, { headers: { Accept: 'application/json' } }).catch(() => null);
    if (!response) return;
    if (!response.ok) {
      const problem = await response.json().catch(() => ({}));
      status.textContent = problem.detail ?? said;
      status.classList.add('late');
      return;
    }
    status.textContent = said;
    status.classList.remove('late');
    let picture = form.querySelector('[data-preview]');
    if (!picture) {
      picture = document.createElement('img');
      picture.dataset.preview = '';
      picture.alt = '';
      form.querySelector('.maker-face').replaceChildren(picture);
    }
    picture.src = url;
  };
  form.addEventListener('input', (event) => {
    if ('reload' in event.target.dataset) { form.requestSubmit(form.querySelector('[data-refresh]')); return; }
    clearTimeout(timer);
    timer = setTimeout(refresh, 250);
  });
  form.querySelector('[data-refresh]').hidden = true;
}
