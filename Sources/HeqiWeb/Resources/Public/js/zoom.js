// Click or Enter enlarges an image to the window; Escape closes.
export function start(button) {
  button.addEventListener('click', () => {
    const dialog = document.createElement('dialog');
    dialog.className = 'zoom';
    const image = button.querySelector('img').cloneNode();
    dialog.append(image);
    dialog.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => { dialog.remove(); button.focus(); });
    document.body.append(dialog);
    dialog.showModal();
  });
}
