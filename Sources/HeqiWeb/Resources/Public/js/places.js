// Place editor: drags, resizes and keys change boxes; each box is one hidden field "id;party;kind;page;x;y;width;height"
// in points from the lower left corner of the page as shown. Without script the list and the forms beside it do the same.
import { csrf, announce } from './dom.js';
const point = 25.4 / 72;
const round = (value) => Math.round(value * 100) / 100;
export function start(form) {
  new Editor(form).open();
}

class Editor {
  constructor(form) {
    this.form = form;
    this.words = form.dataset;
    this.list = form.querySelector('[data-list]');
    this.sheets = new Map([...form.querySelectorAll('.sheet')].map((sheet) => [Number(sheet.dataset.page), sheet]));
    this.boxes = [];
  }

  open() {
    this.form.querySelector('.editor').classList.add('ready');
    for (const row of this.list.children) this.adopt(row);
    for (const button of this.form.querySelectorAll('[data-add]')) this.prepare(button);
    for (const input of this.form.querySelectorAll('[data-number]')) input.addEventListener('change', () => this.typed(input));
    for (const sheet of this.sheets.values()) this.accept(sheet);
    this.list.addEventListener('click', (event) => {
      const row = event.target.closest('li');
      const box = this.boxes.find((each) => each.row === row);
      if (!box) return;
      if (event.target.closest('button')) { event.preventDefault(); this.remove(box); return; }
      this.select(box, true);
    });
    this.form.addEventListener('submit', () => clearTimeout(this.timer));
    new ResizeObserver(() => this.boxes.forEach((box) => this.place(box))).observe(this.form.querySelector('.editor'));
  }

  adopt(row) {
    const [id, party, kind, page, x, y, width, height] = row.dataset.place.split(';');
    const box = { id, party, kind, page: Number(page), x: Number(x), y: Number(y), width: Number(width), height: Number(height), row };
    const view = document.createElement('button');
    view.type = 'button';
    view.className = `place ${row.dataset.tone}`;
    view.append(Object.assign(document.createElement('span'), { textContent: row.dataset.text }), document.createElement('i'));
    view.setAttribute('aria-label', `${row.dataset.text}. ${this.words.help}`);
    box.view = view;
    view.addEventListener('pointerdown', (event) => this.grab(box, event));
    view.addEventListener('keydown', (event) => this.key(box, event));
    view.addEventListener('focus', () => this.select(box, false));
    this.boxes.push(box);
    this.place(box);
    return box;
  }

  size(page) {
    const sheet = this.sheets.get(page);
    return { width: Number(sheet.dataset.width), height: Number(sheet.dataset.height) };
  }

  place(box) {
    const sheet = this.sheets.get(box.page);
    if (!sheet) return;
    const page = this.size(box.page);
    box.width = Math.min(Math.max(box.width, 8), page.width);
    box.height = Math.min(Math.max(box.height, 8), page.height);
    box.x = Math.min(Math.max(box.x, 0), page.width - box.width);
    box.y = Math.min(Math.max(box.y, 0), page.height - box.height);
    if (box.view.parentElement !== sheet) sheet.append(box.view);
    const share = (value, whole) => `${(value / whole) * 100}%`;
    box.view.style.left = share(box.x, page.width);
    box.view.style.top = share(page.height - box.y - box.height, page.height);
    box.view.style.width = share(box.width, page.width);
    box.view.style.height = share(box.height, page.height);
  }

  // Writes the box into its field and the numbers beside it, then saves by itself after a pause.
  write(box) {
    this.place(box);
    const values = [box.id, box.party, box.kind, box.page, round(box.x), round(box.y), round(box.width), round(box.height)];
    box.row.querySelector('input[name="place"]').value = values.join(';');
    const where = box.row.querySelector('[data-where]');
    if (where) where.textContent = where.textContent.replace(/\d+/, box.page);
    if (this.selected === box) this.show(box);
    this.status(this.words.saving);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), 1200);
  }

  async save() {
    const body = new URLSearchParams(new FormData(this.form));
    body.set('action', 'keep');
    const response = await fetch(this.form.getAttribute('action'), { method: 'POST', headers: { Accept: 'application/json', 'X-CSRF-Token': csrf() }, body }).catch(() => null);
    this.status(response?.ok ? this.words.saved : this.words.unsaved);
  }

  status(text) {
    const line = this.form.querySelector('[data-status]');
    if (line) line.textContent = text;
  }

  select(box, focus) {
    for (const each of this.boxes) {
      each.view.classList.toggle('selected', each === box);
      each.row.classList.toggle('selected', each === box);
    }
    this.selected = box;
    this.show(box);
    if (!focus) return;
    box.view.focus({ preventScroll: true });
    box.view.scrollIntoView({ block: 'center', behavior: 'smooth' });
  }

  show(box) {
    const panel = this.form.querySelector('[data-numbers]');
    panel.hidden = !box;
    if (!box) return;
    for (const input of panel.querySelectorAll('[data-number]')) {
      const value = box[input.dataset.number];
      if (input !== document.activeElement) input.value = input.dataset.number === 'page' ? value : Math.round(value * point * 10) / 10;
    }
  }

  typed(input) {
    const box = this.selected;
    const value = Number(input.value);
    if (!box || !Number.isFinite(value)) return;
    if (input.dataset.number === 'page') {
      if (!this.sheets.has(value)) { input.value = box.page; return; }
      box.page = value;
    } else box[input.dataset.number] = value / point;
    this.write(box);
    this.say(box);
  }

  say(box) {
    const [page, x, y] = [box.page, Math.round(box.x * point), Math.round(box.y * point)];
    announce(this.words.moved.replace('{}', page).replace('{}', x).replace('{}', y));
  }

  grab(box, event) {
    if (event.button > 0) return;
    event.preventDefault();
    box.view.focus({ preventScroll: true });
    box.view.setPointerCapture(event.pointerId);
    const resize = event.target.tagName === 'I';
    const sheet = this.sheets.get(box.page);
    const scale = this.size(box.page).width / sheet.getBoundingClientRect().width;
    const begin = { x: event.clientX, y: event.clientY + scrollY, box: { ...box } };
    const move = (at) => {
      const dx = (at.clientX - begin.x) * scale;
      const dy = (at.clientY + scrollY - begin.y) * scale;
      if (resize) {
        box.width = begin.box.width + dx;
        box.height = Math.max(8, begin.box.height + dy);
        box.y = begin.box.y - (box.height - begin.box.height);
      } else {
        box.x = begin.box.x + dx;
        box.y = begin.box.y - dy;
      }
      this.place(box);
    };
    const end = (at) => {
      box.view.removeEventListener('pointermove', move);
      box.view.removeEventListener('pointerup', end);
      box.view.removeEventListener('pointercancel', end);
      if (!resize) this.drop(box, at);
      this.write(box);
      this.say(box);
    };
    box.view.addEventListener('pointermove', move);
    box.view.addEventListener('pointerup', end);
    box.view.addEventListener('pointercancel', end);
  }

  // A box let go over another page goes there, under the pointer.
  drop(box, event) {
    const sheet = document.elementsFromPoint(event.clientX, event.clientY).find((each) => each.classList?.contains('sheet'));
    if (!sheet || Number(sheet.dataset.page) === box.page) return;
    this.moveTo(box, sheet, event);
    box.view.focus({ preventScroll: true });
  }

  moveTo(box, sheet, event) {
    const frame = sheet.getBoundingClientRect();
    box.page = Number(sheet.dataset.page);
    const page = this.size(box.page);
    box.x = ((event.clientX - frame.left) / frame.width) * page.width - box.width / 2;
    box.y = (1 - (event.clientY - frame.top) / frame.height) * page.height - box.height / 2;
  }

  key(box, event) {
    const step = event.altKey ? 0.5 : 5;
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    if (arrows[event.key]) {
      const [x, y] = arrows[event.key];
      if (event.shiftKey) { box.width += x * step; box.height -= y * step; box.y += y * step; } else { box.x += x * step; box.y += y * step; }
    } else if (event.key === 'PageDown' || event.key === 'PageUp') {
      const page = box.page + (event.key === 'PageDown' ? 1 : -1);
      if (!this.sheets.has(page)) return;
      box.page = page;
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      this.remove(box);
      return;
    } else return;
    event.preventDefault();
    this.write(box);
    box.view.focus({ preventScroll: true });
    box.view.scrollIntoView({ block: 'nearest' });
    this.say(box);
  }

  remove(box) {
    const index = this.boxes.indexOf(box);
    this.boxes.splice(index, 1);
    box.view.remove();
    box.row.remove();
    this.none();
    this.selected = undefined;
    this.show(undefined);
    announce(this.words.removed);
    const next = this.boxes[Math.min(index, this.boxes.length - 1)];
    if (next) this.select(next, true);
    this.status(this.words.saving);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), 1200);
  }

  none() { this.form.querySelector('[data-none]').hidden = this.boxes.length > 0; }

  prepare(button) {
    button.hidden = false;
    button.addEventListener('click', () => {
      const sheet = this.inView();
      const page = this.size(Number(sheet.dataset.page));
      const [width, height] = [Number(button.dataset.width), Number(button.dataset.height)];
      const frame = sheet.getBoundingClientRect();
      const middle = (Math.max(frame.top, 0) + Math.min(frame.bottom, innerHeight)) / 2;
      const y = (1 - (middle - frame.top) / frame.height) * page.height - height / 2;
      // Not on top of what is there already.
      const shift = (this.boxes.filter((box) => box.page === Number(sheet.dataset.page)).length % 5) * 14;
      this.create(button, Number(sheet.dataset.page), (page.width - width) / 2 + shift, y - shift, width, height);
    });
    button.addEventListener('dragstart', (event) => {
      this.dragged = button;
      event.dataTransfer.setData('text/plain', button.dataset.text);
      event.dataTransfer.effectAllowed = 'copy';
    });
    button.addEventListener('dragend', () => { this.dragged = undefined; });
  }

  accept(sheet) {
    sheet.addEventListener('dragover', (event) => {
      if (!this.dragged) return;
      event.preventDefault();
      sheet.classList.add('over');
    });
    sheet.addEventListener('dragleave', () => sheet.classList.remove('over'));
    sheet.addEventListener('drop', (event) => {
      sheet.classList.remove('over');
      if (!this.dragged) return;
      event.preventDefault();
      const frame = sheet.getBoundingClientRect();
      const page = this.size(Number(sheet.dataset.page));
      const [width, height] = [Number(this.dragged.dataset.width), Number(this.dragged.dataset.height)];
      const x = ((event.clientX - frame.left) / frame.width) * page.width - width / 2;
      const y = (1 - (event.clientY - frame.top) / frame.height) * page.height - height / 2;
      this.create(this.dragged, Number(sheet.dataset.page), x, y, width, height);
    });
  }

  create(button, page, x, y, width, height) {
    const row = document.createElement('li');
    row.className = button.dataset.tone;
    Object.assign(row.dataset, { tone: button.dataset.tone, text: button.dataset.text });
    row.dataset.place = ['', button.dataset.party, button.dataset.add, page, x, y, width, height].join(';');
    const field = Object.assign(document.createElement('input'), { type: 'hidden', name: 'place' });
    const dot = Object.assign(document.createElement('span'), { className: 'dot' });
    const text = Object.assign(document.createElement('span'), { className: 'grow', textContent: button.dataset.text });
    const away = Object.assign(document.createElement('button'), { type: 'button', className: 'button quiet smaller', textContent: this.words.remove });
    away.setAttribute('aria-label', `${this.words.remove}: ${button.dataset.text}`);
    row.append(field, dot, text, away);
    this.list.append(row);
    const box = this.adopt(row);
    this.none();
    this.write(box);
    this.select(box, true);
    announce(this.words.added.replace('{}', page));
  }

  inView() {
    const shown = (sheet) => {
      const frame = sheet.getBoundingClientRect();
      return Math.max(0, Math.min(frame.bottom, innerHeight) - Math.max(frame.top, 0));
    };
    return [...this.sheets.values()].reduce((a, b) => (shown(b) > shown(a) ? b : a));
  }
}
