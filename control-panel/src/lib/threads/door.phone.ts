/**
 * On the way to a thread: solves the server's riddle before a form that needs one goes, says that something happens, and
 * gives the quick exit. Without it the forms go as they are, by a slower bucket.
 */
import { solve } from '#lib/phone/proof.ts';
import { quickExit } from './exit.ts';

/** An old phone gets this long; then the form goes without. */
const PATIENCE_MS = 8_000;
const SEND_WITHIN_MS = 30_000;

quickExit();
for (const form of document.querySelectorAll('form')) {
  if (form.dataset['wait'] === undefined) continue;
  form.addEventListener('submit', (event) => {
    if (form.dataset['busy'] !== undefined) {
      event.preventDefault();
      return;
    }
    form.dataset['busy'] = '';
    const purpose = form.dataset['proof'];
    const button = event.submitter;
    if (form.dataset['send'] !== undefined) {
      event.preventDefault();
      const words = button?.textContent ?? '';
      say(button, form.dataset['wait']);
      return void send(form).finally(() => {
        delete form.dataset['busy'];
        say(button, words);
      });
    }
    if (purpose === undefined) return say(button, form.dataset['wait']);
    event.preventDefault();
    void prove(form, purpose).finally(() => {
      keepChoice(form, button);
      form.submit();
    });
    say(button, form.dataset['wait']);
  });
}
// Back in a page that was left while it waited: it can be used again.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll<HTMLElement>('form[data-busy]')) delete form.dataset['busy'];
});

function say(button: HTMLElement | null, words = ''): void {
  if (button instanceof HTMLButtonElement) button.textContent = words;
}

/** A long message is not lost to a dead network: the page stays until the server has answered. */
async function send(form: HTMLFormElement): Promise<void> {
  const place = document.querySelector<HTMLElement>('[data-fault]');
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
  try {
    const answer = await fetch(location.pathname, {
      method: 'POST',
      body,
      headers: { accept: 'text/html' },
      signal: AbortSignal.timeout(SEND_WITHIN_MS),
    });
    if (answer.redirected) return location.assign(`${new URL(answer.url).pathname}#end`);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fault = page.querySelector('[data-fault]');
    if (fault === null) throw new Error('an answer of another shape');
    place?.replaceChildren(...fault.childNodes);
  } catch (error) {
    console.info('not sent', error);
    if (place) place.textContent = form.dataset['offline'] ?? '';
  }
  place?.scrollIntoView({ block: 'center' });
}

/** `submit()` leaves out the button that was pressed. */
function keepChoice(form: HTMLFormElement, button: HTMLElement | null): void {
  if (button instanceof HTMLButtonElement && button.name !== '') put(form, button.name, button.value);
}

async function prove(form: HTMLFormElement, purpose: string): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const answer = await fetch(`/api/public/talk/challenge?for=${purpose}`, { signal });
    const { challenge, bits }: { challenge: string; bits: number } = await answer.json();
    const solution = await solve({ challenge, bits }, signal);
    if (solution === undefined) return;
    put(form, 'challenge', solution.challenge);
    put(form, 'n', String(solution.n));
  } catch (error) {
    // No network for the riddle, or too slow a phone: the form goes without.
    console.info('no proof', error);
  }
}

function put(form: HTMLFormElement, name: string, value: string): void {
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = name;
  field.value = value;
  form.append(field);
}
