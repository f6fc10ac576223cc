/**
 * On the way to a thread: solves the server's riddle before a form that needs one goes, says that something happens, and
 * gives the quick exit. Without it the forms go as they are, by a slower bucket.
 */
import { solve } from '#lib/phone/proof.ts';
import { quickExit } from './exit.ts';

/** An old phone gets this long; then the form goes without. */
const PATIENCE_MS = 8_000;

quickExit();
for (const form of document.querySelectorAll('form')) {
  if (form.dataset['wait'] === undefined) continue;
  form.addEventListener('submit', (event) => {
    if (form.dataset['busy'] !== undefined) return void event.preventDefault();
    form.dataset['busy'] = '';
    const purpose = form.dataset['proof'];
    const button = event.submitter;
    if (purpose === undefined) return say(form, button);
    event.preventDefault();
    void prove(form, purpose).finally(() => {
      keepChoice(form, button);
      form.submit();
    });
    say(form, button);
  });
}
// Back in a page that was left while it waited: it can be used again.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll<HTMLElement>('form[data-busy]')) delete form.dataset['busy'];
});

function say(form: HTMLFormElement, button: HTMLElement | null): void {
  if (button instanceof HTMLButtonElement) button.textContent = form.dataset['wait'] ?? '';
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
