// Page viewer: shows which page one is on, jumps by number and keys, zooms by buttons and by pinching or Ctrl + wheel.
// Images are <img loading="lazy" width height> so nothing jumps; without script they simply stand below each other.
//   <div data-module="viewer"><div data-bar hidden> <output data-current></output> <button data-zoom="in">…</button></div>
//   <div class="sheets"><figure class="sheet" data-page="1">…</figure></div></div>
export function start(viewer) {
  const bar = viewer.querySelector('[data-bar]');
  const current = viewer.querySelector('[data-current]');
  const sheets = [...viewer.querySelectorAll('[data-page]')];
  const column = viewer.querySelector('.sheets');
  let zoom = 1;
  if (bar) bar.hidden = false;
  const set = (value) => {
    const before = column.scrollWidth ? (column.scrollLeft + column.clientWidth / 2) / column.scrollWidth : 0.5;
    zoom = Math.max(0.5, Math.min(4, value));
    column.style.setProperty('--zoom', zoom);
    column.scrollLeft = before * column.scrollWidth - column.clientWidth / 2;
    const shown = viewer.querySelector('[data-scale]');
    if (shown) shown.textContent = `${Math.round(zoom * 100)}%`;
  };
  for (const button of viewer.querySelectorAll('[data-zoom]')) {
    button.addEventListener('click', () => set(button.dataset.zoom === 'in' ? zoom * 1.25 : button.dataset.zoom === 'out' ? zoom / 1.25 : 1));
  }
  column.addEventListener('wheel', (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    set(zoom * Math.exp(-event.deltaY / 300));
  }, { passive: false });
  // Two fingers; the browser's own pinch stays for one who prefers it outside the pages.
  const fingers = new Map();
  let spread = 0;
  column.addEventListener('touchmove', (event) => { if (event.touches.length === 2) event.preventDefault(); }, { passive: false });
  column.addEventListener('pointerdown', (event) => { if (event.pointerType === 'touch') fingers.set(event.pointerId, event); });
  column.addEventListener('pointermove', (event) => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, event);
    if (fingers.size !== 2) { spread = 0; return; }
    const [a, b] = [...fingers.values()];
    const now = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
    if (spread) set(zoom * (now / spread));
    spread = now;
  });
  for (const type of ['pointerup', 'pointercancel', 'pointerleave']) {
    column.addEventListener(type, (event) => { fingers.delete(event.pointerId); spread = 0; });
  }
  const ratios = new Map();
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) ratios.set(entry.target, entry.intersectionRatio * entry.target.clientHeight);
    const best = [...ratios].sort((a, b) => b[1] - a[1])[0];
    if (best && current) current.textContent = `${best[0].dataset.page} / ${sheets.length}`;
  }, { threshold: [0, 0.25, 0.5, 0.75, 1] });
  sheets.forEach((sheet) => watch.observe(sheet));
  const jump = viewer.querySelector('[data-jump]');
  jump?.addEventListener('change', () => viewer.querySelector(`[data-page="${CSS.escape(jump.value)}"]`)?.scrollIntoView({ block: 'start' }));
}
