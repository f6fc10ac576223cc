/**
 * The quick exit: the page is blank before the network answers, the session is ended on the server, and the address is
 * replaced. By its button, or by Escape three times. A page that the browser took from its memory is asked for anew.
 */
const PATIENCE_MS = 2_000;
const PRESSES = 3;
const WITHIN_MS = 1_500;

export function quickExit(): void {
  for (const form of document.querySelectorAll('[data-exit]')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      leave();
    });
  }
  const pressed: number[] = [];
  document.addEventListener('keydown', ({ key, timeStamp }) => {
    if (key !== 'Escape') return;
    pressed.push(timeStamp);
    if (pressed.length > PRESSES) pressed.shift();
    if (pressed.length === PRESSES && timeStamp - (pressed[0] ?? 0) < WITHIN_MS) leave();
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
}

function leave(): void {
  document.title = 'Palier';
  document.body.replaceChildren();
  const go = () => location.replace('/bye');
  fetch('/api/public/thread/session', {
    method: 'DELETE',
    keepalive: true,
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).then(go, go);
}
