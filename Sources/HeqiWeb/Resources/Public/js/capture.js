// Preview of a chosen image, and taking a live photo with the camera. The file input stays the way without camera.
import { announce, fieldError, bytes } from './dom.js';
const sizeMax = 10 * 1024 * 1024;
export function start(box) {
  const input = box.querySelector('input[type="file"]');
  const frame = box.querySelector('.frame');
  const open = box.querySelector('[data-camera]');
  let stream;
  const show = (file) => {
    frame.querySelector('img')?.remove();
    const image = document.createElement('img');
    image.alt = box.dataset.chosen;
    image.src = URL.createObjectURL(file);
    image.addEventListener('load', () => URL.revokeObjectURL(image.src));
    frame.append(image);
  };
  input.addEventListener('change', () => {
    const file = input.files[0];
    if (!file) return;
    if (file.size > sizeMax) { input.value = ''; fieldError(input, box.dataset.large.replace('{}', bytes(file.size))); return; }
    fieldError(input, '');
    show(file);
    announce(box.dataset.chosen);
  });
  if (!open) return;
  if (!navigator.mediaDevices?.getUserMedia) return;
  open.hidden = false;
  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = undefined;
    frame.querySelector('video')?.remove();
    open.textContent = open.dataset.open;
  };
  open.addEventListener('click', async () => {
    if (stream) {
      const video = frame.querySelector('video');
      const canvas = document.createElement('canvas');
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      canvas.getContext('2d').drawImage(video, 0, 0);
      canvas.toBlob((blob) => {
        const file = new File([blob], 'live.jpg', { type: 'image/jpeg' });
        const transfer = new DataTransfer();
        transfer.items.add(file);
        input.files = transfer.files;
        stop();
        input.dispatchEvent(new Event('change'));
      }, 'image/jpeg', 0.92);
      return;
    }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'user', width: { ideal: 1280 } } });
    } catch {
      fieldError(input, box.dataset.denied);
      return;
    }
    const video = document.createElement('video');
    video.playsInline = true;
    video.muted = true;
    video.srcObject = stream;
    frame.append(video);
    await video.play();
    open.textContent = open.dataset.take;
    announce(open.dataset.take);
  });
  addEventListener('pagehide', stop);
}
