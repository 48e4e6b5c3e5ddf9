// Shows and hides what is typed into a password field.
export function start(button) {
  const input = document.getElementById(button.getAttribute('aria-controls'));
  button.hidden = false;
  button.addEventListener('click', () => {
    const show = input.type === 'password';
    input.type = show ? 'text' : 'password';
    button.setAttribute('aria-pressed', show);
    button.textContent = show ? button.dataset.hide : button.dataset.show;
  });
}
