// The page viewer: which page is in view, larger and smaller by buttons, Ctrl + wheel and two fingers; a page that failed
// can be loaded again. Without script the images simply stand below each other.
export function start(viewer) {
  const tools = viewer.querySelector('.viewer-tools');
  const where = viewer.querySelector('[data-where]');
  const column = viewer.querySelector('.sheets');
  const sheets = [...viewer.querySelectorAll('.sheet')];
  if (tools) tools.hidden = false;
  const say = (page) => { if (where) where.textContent = where.dataset.where.replace('{}', page).replace('{}', where.dataset.count); };
  say(1);
  const heights = new Map();
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) heights.set(entry.target, entry.intersectionRect.height);
    const best = [...heights].sort((a, b) => b[1] - a[1])[0];
    if (best) say(best[0].dataset.page);
  }, { threshold: [0, 0.1, 0.25, 0.5, 0.75, 1] });
  for (const sheet of sheets) {
    watch.observe(sheet);
    const image = sheet.querySelector('img');
    image.addEventListener('error', () => failed(viewer, sheet));
    if (image.complete && !image.naturalWidth && image.loading !== 'lazy') failed(viewer, sheet);
  }
  let zoom = 1;
  const set = (value) => {
    const middle = column.scrollWidth ? (column.scrollLeft + column.clientWidth / 2) / column.scrollWidth : 0.5;
    zoom = Math.min(4, Math.max(1, value));
    column.style.setProperty('--zoom', zoom);
    column.classList.toggle('zoomed', zoom > 1);
    column.scrollLeft = middle * column.scrollWidth - column.clientWidth / 2;
    if (zoom > 1.2) for (const sheet of sheets) sheet.querySelector('img').sizes = '1656px';
  };
  viewer.addEventListener('click', (event) => {
    const step = event.target.closest('[data-zoom]');
    if (step) set(step.dataset.zoom === '1' ? zoom * 1.3 : zoom / 1.3);
  });
  column.addEventListener('wheel', (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    set(zoom * Math.exp(-event.deltaY / 300));
  }, { passive: false });
  pinch(column, () => zoom, set);
}

// Two fingers on the pages enlarge the pages alone; the panel beside them keeps its size.
function pinch(column, zoom, set) {
  const spread = (touches) => Math.hypot(touches[0].clientX - touches[1].clientX, touches[0].clientY - touches[1].clientY);
  let begun;
  column.addEventListener('touchstart', (event) => { begun = event.touches.length === 2 ? { spread: spread(event.touches), zoom: zoom() } : undefined; }, { passive: true });
  column.addEventListener('touchmove', (event) => {
    if (!begun || event.touches.length !== 2) return;
    event.preventDefault();
    set(begun.zoom * (spread(event.touches) / begun.spread));
  }, { passive: false });
}

function failed(viewer, sheet) {
  if (sheet.querySelector('.page-failed')) return;
  const note = document.createElement('div');
  note.className = 'page-failed';
  const text = document.createElement('p');
  text.textContent = viewer.dataset.failed;
  const again = document.createElement('button');
  again.type = 'button';
  again.className = 'button smaller';
  again.textContent = viewer.dataset.again;
  again.addEventListener('click', () => {
    const image = sheet.querySelector('img');
    const sources = image.srcset;
    note.remove();
    image.srcset = '';
    image.srcset = sources;
  });
  note.append(text, again);
  sheet.append(note);
}
