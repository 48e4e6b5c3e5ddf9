// Handwriting: pressure and speed shape the line while it is drawn; what is sent is "width height|" of the field and the
// plain samples "x y ms pressure", strokes parted by ";". The server draws the signature anew and refuses what is too simple.
import { announce, fieldError } from './dom.js';
const samplesMax = 4000;
export function start(box) {
  const radio = document.getElementById(box.dataset.for);
  const form = radio.form;
  const field = box.querySelector('#strokes');
  const canvas = box.querySelector('canvas');
  const pad = new Pad(canvas, (text) => { field.value = text; fieldError(field, ''); });
  const show = () => { box.hidden = !radio.checked; if (radio.checked) pad.fit(); };
  form.addEventListener('change', show);
  show();
  new ResizeObserver(() => pad.fit()).observe(canvas);
  box.querySelector('[data-clear]').addEventListener('click', () => { pad.clear(); announce(box.dataset.cleared); });
  box.querySelector('[data-full]').addEventListener('click', () => full(box, pad));
  form.addEventListener('submit', (event) => {
    if (!radio.checked || event.submitter?.value === 'code' || !pad.complaint(box)) return;
    event.preventDefault();
    delete form.dataset.sent;
    fieldError(field, pad.complaint(box));
    announce(pad.complaint(box));
    canvas.focus();
  }, { capture: true });
}

// Lifts the same field to the whole screen, so that what was drawn stays.
function full(box, pad) {
  const dialog = document.createElement('dialog');
  dialog.className = 'pad-full';
  const stage = document.createElement('div');
  stage.className = 'pad-stage';
  const frame = box.querySelector('.pad-frame');
  const actions = box.querySelector('.actions');
  const open = actions.querySelector('[data-full]');
  const place = document.createComment('');
  frame.before(place);
  stage.append(frame, actions);
  dialog.append(stage);
  document.body.append(dialog);
  const done = document.createElement('button');
  done.type = 'button';
  done.className = 'button primary';
  done.textContent = open.dataset.done;
  done.addEventListener('click', () => dialog.close());
  open.hidden = true;
  actions.append(done);
  dialog.addEventListener('close', () => {
    done.remove();
    open.hidden = false;
    place.replaceWith(frame, actions);
    dialog.remove();
    pad.fit();
    open.focus();
  });
  dialog.showModal();
  pad.fit();
}

class Pad {
  constructor(canvas, changed) {
    this.canvas = canvas;
    this.changed = changed;
    this.strokes = [];
    this.count = 0;
    canvas.addEventListener('pointerdown', (event) => {
      if (event.button > 0) return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      this.pointer = event.pointerId;
      this.began ??= event.timeStamp;
      this.stroke = [];
      this.strokes.push(this.stroke);
      this.add(event);
    });
    canvas.addEventListener('pointermove', (event) => {
      if (event.pointerId !== this.pointer) return;
      for (const part of event.getCoalescedEvents?.() ?? [event]) this.add(part);
      this.draw();
    });
    const end = (event) => {
      if (event.pointerId !== this.pointer) return;
      this.pointer = undefined;
      this.draw();
      this.changed(this.text());
    };
    canvas.addEventListener('pointerup', end);
    canvas.addEventListener('pointercancel', end);
  }

  add(event) {
    if (this.count >= samplesMax) return;
    const frame = this.canvas.getBoundingClientRect();
    const x = event.clientX - frame.left;
    const y = event.clientY - frame.top;
    const last = this.stroke.at(-1);
    if (last && Math.hypot(last.x - x, last.y - y) < 0.8) return;
    this.stroke.push({ x, y, t: event.timeStamp - this.began, p: event.pointerType === 'mouse' ? 0 : event.pressure });
    this.count += 1;
  }

  clear() {
    this.strokes = [];
    this.count = 0;
    this.began = undefined;
    this.draw();
    this.changed('');
  }

  fit() {
    const { width, height } = this.canvas.getBoundingClientRect();
    if (!width || !height) return;
    const scale = devicePixelRatio || 1;
    const pixels = [Math.round(width * scale), Math.round(height * scale)];
    if (this.canvas.width !== pixels[0] || this.canvas.height !== pixels[1]) [this.canvas.width, this.canvas.height] = pixels;
    this.draw();
  }

  draw() {
    const scale = devicePixelRatio || 1;
    const pen = this.canvas.getContext('2d');
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.lineCap = 'round';
    pen.strokeStyle = pen.fillStyle = '#16130f';
    for (const stroke of this.strokes) line(pen, stroke);
  }

  text() {
    const number = (value) => Math.round(value * 10) / 10;
    if (!this.count) return '';
    const { width, height } = this.canvas.getBoundingClientRect();
    return `${Math.round(width)} ${Math.round(height)}|` + this.strokes.map((stroke) => stroke.map((s) => `${number(s.x)} ${number(s.y)} ${Math.round(s.t)} ${Math.round(s.p * 100) / 100}`).join(' ')).join(';');
  }

  complaint(box) {
    if (!this.count) return box.dataset.empty;
    const all = this.strokes.flat();
    const spread = Math.max(...all.map((s) => s.x)) - Math.min(...all.map((s) => s.x));
    return this.count < 8 || spread < 24 ? box.dataset.simple : '';
  }
}

// A quadratic curve through the middles of neighbouring samples; its width follows pressure, else speed, and changes slowly.
function line(pen, stroke) {
  if (stroke.length < 2) {
    if (stroke.length) { pen.beginPath(); pen.arc(stroke[0].x, stroke[0].y, 1.8, 0, 7); pen.fill(); }
    return;
  }
  let width = 2.6;
  let from = stroke[0];
  for (let index = 1; index < stroke.length; index += 1) {
    const a = stroke[index - 1];
    const b = stroke[index];
    const speed = Math.hypot(b.x - a.x, b.y - a.y) / Math.max(1, b.t - a.t);
    const wanted = b.p > 0 ? 1.1 + 3.4 * b.p : Math.max(1.3, 3.6 - speed * 1.5);
    width += (wanted - width) * 0.25;
    const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    pen.beginPath();
    pen.lineWidth = width;
    pen.moveTo(from.x, from.y);
    pen.quadraticCurveTo(a.x, a.y, middle.x, middle.y);
    pen.stroke();
    from = middle;
  }
  const last = stroke.at(-1);
  pen.beginPath();
  pen.moveTo(from.x, from.y);
  pen.lineTo(last.x, last.y);
  pen.stroke();
}
