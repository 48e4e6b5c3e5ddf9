// Keyboard shortcuts of the review page: letters go to the element with that data-key. Typing in a field is left alone.
export function start(root) {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest('input:not([type=radio]), textarea, select')) return;
    const target = root.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!target) return;
    event.preventDefault();
    target.focus();
    if (target.matches('a, button')) target.click();
    if (target.matches('input[type=radio]')) target.checked = true;
  });
}
