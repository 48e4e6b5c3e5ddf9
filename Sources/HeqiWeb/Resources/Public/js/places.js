// Place editor. Boxes are kept in points from the lower left corner of the page as shown, in a hidden field as JSON
// [{id, party, kind, page, x, y, width, height, text}]. Drag or arrow keys move (Shift: 10 points), the corner or
// Alt + arrow keys resize, Delete removes, numbers can be typed. The table without script edits the same values.
//   <div data-module="places" data-parties='[{"id","name","colour"}]' data-kinds='[{"id","name","width","height"}]'
//        data-limit="200" data-label="{party} · {kind}，第 {page} 页" data-moved="…" data-removed="…">
//   <input type="hidden" name="places" value="[…]">  <div data-palette></div>  <form-less inputs data-number="x|y|page">
//   <figure class="sheet" data-page="1" data-width="595" data-height="842"><img …></figure></div>
import { announce } from './dom.js';
export function start(editor) {
  const field = editor.querySelector('input[name="places"]');
  const parties = JSON.parse(editor.dataset.parties);
  const kinds = JSON.parse(editor.dataset.kinds);
  const sheets = new Map([...editor.querySelectorAll('.sheet[data-page]')].map((sheet) => [Number(sheet.dataset.page), sheet]));
  const numbers = new Map([...editor.querySelectorAll('[data-number]')].map((input) => [input.dataset.number, input]));
  let places = JSON.parse(field.value || '[]');
  let selected;
  let armed;
  const party = (id) => parties.find((one) => one.id === id) ?? parties[0];
  const kind = (id) => kinds.find((one) => one.id === id) ?? kinds[0];
  const page = (place) => sheets.get(place.page);
  const round = (number) => Math.round(number * 10) / 10;
  const keep = () => {
    field.value = JSON.stringify(places.map(({ element, ...place }) => place));
    field.dispatchEvent(new Event('change', { bubbles: true }));
    for (const one of parties) {
      const count = editor.querySelector(`[data-count="${CSS.escape(one.id)}"]`);
      if (count) count.textContent = places.filter((place) => place.party === one.id).length;
    }
  };
  const clamp = (place) => {
    const sheet = page(place);
    const width = Number(sheet.dataset.width);
    const height = Number(sheet.dataset.height);
    place.width = round(Math.max(12, Math.min(place.width, width)));
    place.height = round(Math.max(12, Math.min(place.height, height)));
    place.x = round(Math.max(0, Math.min(place.x, width - place.width)));
    place.y = round(Math.max(0, Math.min(place.y, height - place.height)));
  };
  const layout = (place) => {
    const sheet = page(place);
    const width = Number(sheet.dataset.width);
    const height = Number(sheet.dataset.height);
    if (place.element.parentElement !== sheet) sheet.append(place.element);
    const style = place.element.style;
    style.left = `${(place.x / width) * 100}%`;
    style.bottom = `${(place.y / height) * 100}%`;
    style.width = `${(place.width / width) * 100}%`;
    style.height = `${(place.height / height) * 100}%`;
    const label = editor.dataset.label.replace('{party}', party(place.party).name).replace('{kind}', kind(place.kind).name).replace('{page}', place.page);
    place.element.setAttribute('aria-label', label);
    place.element.title = label;
  };
  const select = (place) => {
    selected = place;
    for (const one of places) one.element.classList.toggle('selected', one === place);
    const panel = editor.querySelector('[data-selected]');
    if (panel) panel.hidden = !place;
    if (!place) return;
    for (const name of ['page', 'x', 'y', 'width', 'height']) { const input = numbers.get(name); if (input) input.value = place[name]; }
  };
  const changed = (place) => { clamp(place); layout(place); if (place === selected) select(place); keep(); };
  const remove = (place) => {
    place.element.remove();
    places = places.filter((one) => one !== place);
    select(undefined);
    keep();
    announce(editor.dataset.removed);
  };
  const drag = (place, event, resize) => {
    event.preventDefault();
    event.stopPropagation();
    select(place);
    place.element.focus({ preventScroll: true });
    const sheet = page(place);
    const scale = Number(sheet.dataset.width) / sheet.clientWidth;
    const from = { x: event.clientX, y: event.clientY, ...place };
    const target = event.currentTarget;
    target.setPointerCapture(event.pointerId);
    const move = (next) => {
      const dx = (next.clientX - from.x) * scale;
      const dy = (next.clientY - from.y) * scale;
      if (resize) {
        place.width = from.width + dx;
        place.height = from.height + dy;
        place.y = from.y0 - dy;
      } else {
        place.x = from.x0 + dx;
        place.y = from.y0 - dy;
        const under = document.elementsFromPoint(next.clientX, next.clientY).find((one) => one.matches?.('.sheet[data-page]'));
        if (under && under !== page(place)) hop(place, under, next, from);
      }
      clamp(place);
      layout(place);
      if (numbers.size) select(place);
    };
    const stop = () => {
      target.removeEventListener('pointermove', move);
      target.removeEventListener('pointerup', stop);
      target.removeEventListener('pointercancel', stop);
      changed(place);
    };
    from.x0 = place.x;
    from.y0 = place.y;
    target.addEventListener('pointermove', move);
    target.addEventListener('pointerup', stop);
    target.addEventListener('pointercancel', stop);
  };
  // Dragged onto another page: it keeps its spot under the pointer.
  const hop = (place, sheet, event, from) => {
    const box = sheet.getBoundingClientRect();
    const scale = Number(sheet.dataset.width) / sheet.clientWidth;
    place.page = Number(sheet.dataset.page);
    place.x = (event.clientX - box.left) * scale - place.width / 2;
    place.y = Number(sheet.dataset.height) - (event.clientY - box.top) * scale - place.height / 2;
    Object.assign(from, { x: event.clientX, y: event.clientY, x0: place.x, y0: place.y });
  };
  const build = (place) => {
    const element = document.createElement('div');
    element.className = `place kind-${place.kind} tint-${parties.indexOf(party(place.party)) % 6}`;
    element.tabIndex = 0;
    element.setAttribute('role', 'group');
    const name = document.createElement('span');
    name.textContent = `${party(place.party).name} · ${kind(place.kind).name}`;
    const corner = document.createElement('i');
    corner.className = 'corner';
    element.append(name, corner);
    place.element = element;
    element.addEventListener('pointerdown', (event) => drag(place, event, false));
    corner.addEventListener('pointerdown', (event) => drag(place, event, true));
    element.addEventListener('focus', () => select(place));
    element.addEventListener('keydown', (event) => {
      const step = event.shiftKey ? 10 : 1;
      const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
      if (event.key === 'Delete' || event.key === 'Backspace') { event.preventDefault(); remove(place); return; }
      if (event.key === 'PageDown' || event.key === 'PageUp') {
        const next = place.page + (event.key === 'PageDown' ? 1 : -1);
        if (!sheets.has(next)) return;
        event.preventDefault();
        place.page = next;
        changed(place);
        element.focus();
        return;
      }
      const move = moves[event.key];
      if (!move) return;
      event.preventDefault();
      if (event.altKey) { place.width += move[0]; place.height -= move[1]; place.y += move[1]; } else { place.x += move[0]; place.y += move[1]; }
      changed(place);
    });
    layout(place);
  };
  const add = (partyID, kindID, pageNumber, x, y) => {
    if (places.length >= Number(editor.dataset.limit ?? 200)) return;
    const shape = kind(kindID);
    const place = { party: partyID, kind: kindID, page: pageNumber, x: x - shape.width / 2, y: y - shape.height / 2, width: shape.width, height: shape.height };
    places.push(place);
    build(place);
    changed(place);
    select(place);
    place.element.focus({ preventScroll: true });
    announce(place.element.getAttribute('aria-label'));
  };
  // Palette: press a button, then press the page; or press Enter on a focused page. A second press places mid-page.
  for (const button of editor.querySelectorAll('[data-add]')) {
    button.addEventListener('click', () => {
      const same = armed === button;
      for (const one of editor.querySelectorAll('[data-add]')) one.setAttribute('aria-pressed', 'false');
      armed = same ? undefined : button;
      if (armed) { armed.setAttribute('aria-pressed', 'true'); editor.classList.add('arming'); return; }
      editor.classList.remove('arming');
      const sheet = nearest();
      add(button.dataset.party, button.dataset.add, Number(sheet.dataset.page), Number(sheet.dataset.width) / 2, Number(sheet.dataset.height) / 4);
    });
  }
  const nearest = () => [...sheets.values()].sort((a, b) => Math.abs(a.getBoundingClientRect().top) - Math.abs(b.getBoundingClientRect().top))[0];
  for (const [number, sheet] of sheets) {
    sheet.addEventListener('click', (event) => {
      if (!armed) { if (event.target === sheet || event.target.matches('img')) select(undefined); return; }
      const box = sheet.getBoundingClientRect();
      const scale = Number(sheet.dataset.width) / sheet.clientWidth;
      add(armed.dataset.party, armed.dataset.add, number, (event.clientX - box.left) * scale, Number(sheet.dataset.height) - (event.clientY - box.top) * scale);
      armed.setAttribute('aria-pressed', 'false');
      armed = undefined;
      editor.classList.remove('arming');
    });
  }
  for (const [name, input] of numbers) {
    input.addEventListener('change', () => {
      if (!selected) return;
      const value = Number(input.value);
      if (!Number.isFinite(value) || (name === 'page' && !sheets.has(value))) { input.value = selected[name]; return; }
      selected[name] = value;
      changed(selected);
      page(selected).scrollIntoView({ block: 'nearest' });
    });
  }
  editor.querySelector('[data-remove]')?.addEventListener('click', () => { if (selected) remove(selected); });
  places.forEach(build);
  keep();
  select(undefined);
}
