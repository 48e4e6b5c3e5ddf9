// Small things every module needs.
export const texts = (element) => ({ ...element.dataset });
export const csrf = () => document.querySelector('meta[name="csrf"]').content;
export const announce = (text) => {
  const live = document.getElementById('announcer');
  if (live) { live.textContent = ''; requestAnimationFrame(() => { live.textContent = text; }); }
};
export async function post(url, fields) {
  const response = await fetch(url, {
    method: 'POST', headers: { Accept: 'application/json', 'X-CSRF-Token': csrf() }, body: new URLSearchParams(fields),
  });
  const answer = await response.json().catch(() => ({}));
  return { ok: response.ok, answer };
}
export const bytes = (count) => (count < 1024 * 1024 ? `${Math.max(1, Math.round(count / 1024))} KB` : `${(count / 1048576).toFixed(1)} MB`);
// Shows a sentence under a field, as the server would.
export function fieldError(input, text) {
  const id = `${input.id}-error`;
  let note = document.getElementById(id);
  if (!text) { note?.remove(); input.removeAttribute('aria-invalid'); return; }
  if (!note) {
    note = document.createElement('p');
    note.className = 'field-error';
    note.id = id;
    (input.closest('.with-button') ?? input).after(note);
    const described = new Set((input.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean).concat(id));
    input.setAttribute('aria-describedby', [...described].join(' '));
  }
  note.textContent = text;
  input.setAttribute('aria-invalid', 'true');
}
