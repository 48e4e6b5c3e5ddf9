// Handwriting pad. Samples of the pen go into a hidden field as JSON {width, height, strokes: [[[x, y, t, p], …], …]};
// the server draws the outlines itself. What is seen here only resembles the result.
//   <div data-module="handwriting" data-simple="…" data-cleared="…"><canvas></canvas>
//   <button type="button" data-undo>…</button><button type="button" data-clear>…</button>
//   <button type="button" data-large hidden>…</button><input type="hidden" name="strokes"></div>
import { announce } from './dom.js';
const samplesMax = 20000;
export function start(pad) {
  const canvas = pad.querySelector('canvas');
  const field = pad.querySelector('input[type="hidden"]');
  const pen = canvas.getContext('2d');
  let strokes = [];
  let current;
  let began = 0;
  const read = () => {
    try { strokes = JSON.parse(field.value).strokes ?? []; } catch { strokes = []; }
  };
  const size = () => {
    const box = canvas.getBoundingClientRect();
    const scale = window.devicePixelRatio || 1;
    canvas.width = Math.round(box.width * scale);
    canvas.height = Math.round(box.height * scale);
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.lineCap = 'round';
    pen.lineJoin = 'round';
    pen.strokeStyle = '#1d1b19';
    draw();
  };
  // Width follows pressure where the pen gives it, else speed: slow is thick.
  const width = (a, b) => {
    if (b[3] && b[3] !== 0.5) return 1 + b[3] * 4.5;
    const time = Math.max(1, b[2] - a[2]);
    const speed = Math.hypot(b[0] - a[0], b[1] - a[1]) / time;
    return Math.max(1.4, Math.min(4.6, 4.6 - speed * 1.9));
  };
  const line = (stroke, from) => {
    let last = stroke.width ?? 3;
    for (let index = Math.max(1, from); index < stroke.length; index += 1) {
      const a = stroke[index - 1];
      const b = stroke[index];
      const before = stroke[index - 2] ?? a;
      last = last * 0.7 + width(a, b) * 0.3;
      pen.lineWidth = last;
      pen.beginPath();
      pen.moveTo((before[0] + a[0]) / 2, (before[1] + a[1]) / 2);
      pen.quadraticCurveTo(a[0], a[1], (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
      pen.stroke();
    }
    stroke.width = last;
    if (stroke.length === 1) { pen.beginPath(); pen.arc(stroke[0][0], stroke[0][1], 2, 0, 7); pen.fill(); }
  };
  const draw = () => {
    pen.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
    for (const stroke of strokes) { delete stroke.width; line(stroke, 1); }
    pad.classList.toggle('empty-pad', strokes.length === 0);
  };
  const keep = () => {
    field.value = strokes.length ? JSON.stringify({ width: canvas.clientWidth, height: canvas.clientHeight, strokes }) : '';
    pad.classList.toggle('empty-pad', strokes.length === 0);
    field.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const sample = (event) => {
    const box = canvas.getBoundingClientRect();
    const round = (number) => Math.round(number * 10) / 10;
    return [round(event.clientX - box.left), round(event.clientY - box.top), Math.round(event.timeStamp - began), Math.round(event.pressure * 100) / 100];
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || strokes.length >= 200) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    if (!began) began = event.timeStamp;
    current = [sample(event)];
    strokes.push(current);
    pad.classList.remove('empty-pad');
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!current) return;
    if (strokes.reduce((sum, stroke) => sum + stroke.length, 0) > samplesMax) return;
    for (const part of event.getCoalescedEvents?.() ?? [event]) {
      const next = sample(part);
      const last = current[current.length - 1];
      if (Math.hypot(next[0] - last[0], next[1] - last[1]) < 0.8) continue;
      current.push(next);
      line(current, current.length - 1);
    }
  });
  const end = () => { if (current) { line(current, 1); current = undefined; keep(); } };
  canvas.addEventListener('pointerup', end);
  canvas.addEventListener('pointercancel', end);
  pad.querySelector('[data-undo]')?.addEventListener('click', () => { strokes.pop(); draw(); keep(); });
  pad.querySelector('[data-clear]')?.addEventListener('click', () => { strokes = []; began = 0; draw(); keep(); announce(pad.dataset.cleared); });
  const large = pad.querySelector('[data-large]');
  if (large && pad.requestFullscreen) {
    large.hidden = false;
    large.addEventListener('click', async () => {
      if (document.fullscreenElement) { await document.exitFullscreen(); return; }
      await pad.requestFullscreen();
      screen.orientation?.lock?.('landscape').catch(() => {});
    });
  }
  // A drawing made at another size is scaled with its field.
  new ResizeObserver(() => {
    const before = field.value ? JSON.parse(field.value).width : 0;
    const factor = before ? canvas.clientWidth / before : 1;
    if (factor && factor !== 1) {
      for (const stroke of strokes) for (const point of stroke) { point[0] *= factor; point[1] *= factor; }
    }
    size();
    if (strokes.length) keep();
  }).observe(canvas);
  read();
  size();
}
