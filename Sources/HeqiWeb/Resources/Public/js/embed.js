// Tells the page around this frame where the signer stands, and how tall this page is. Only origins that the business
// system registered are told.
export function start(part) {
  if (window.parent === window) return;
  const { origins, event, contract, party } = part.dataset;
  const tell = (message) => {
    for (const origin of origins.split(' ').filter(Boolean)) window.parent.postMessage({ source: 'heqi', contractId: contract, partyId: party, ...message }, origin);
  };
  tell({ type: `heqi.${event}` });
  let last = 0;
  new ResizeObserver(() => {
    const height = document.documentElement.scrollHeight;
    if (height !== last) tell({ type: 'heqi.resized', height });
    last = height;
  }).observe(document.body);
}
