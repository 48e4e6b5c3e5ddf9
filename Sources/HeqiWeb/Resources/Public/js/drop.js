// A file box: dropping and choosing are the same; shows the name, sends at once when data-autosend is set.
import { bytes, fieldError } from './dom.js';
export function start(box) {
  const input = box.querySelector('input[type="file"]');
  const name = box.querySelector('[data-name]');
  const limit = Number(input.dataset.max ?? 50 * 1024 * 1024);
  for (const type of ['dragenter', 'dragover']) box.addEventListener(type, () => box.classList.add('over'));
  for (const type of ['dragleave', 'drop']) box.addEventListener(type, () => box.classList.remove('over'));
  const chosen = () => {
    const file = input.files[0];
    if (!file) return;
    if (file.size > limit) { input.value = ''; fieldError(input, box.dataset.large.replace('{}', bytes(limit))); return; }
    fieldError(input, '');
    if (name) name.textContent = `${file.name} · ${bytes(file.size)}`;
    if ('autosend' in box.dataset) input.form.requestSubmit();
  };
  input.addEventListener('change', chosen);
  // A quick reader has chosen before this script arrived.
  chosen();
}
