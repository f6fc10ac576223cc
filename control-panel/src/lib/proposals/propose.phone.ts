/**
 * The form of a proposal, a little alive: counts the signs that are left, shows and shrinks the photos that were chosen,
 * keeps what was typed in this tab, and sends without leaving the page, so that a dead network loses nothing. Without it
 * the same form goes as it is.
 */
import { solve } from '#lib/phone/proof.ts';
import { createDraft } from '#lib/surveys/phone/draft.phone.ts';
import { shrink } from '#lib/threads/shrink.ts';

/** An old phone gets this long for the riddle; then the form goes without. */
const PATIENCE_MS = 8_000;

const form = document.querySelector<HTMLFormElement>('form[data-propose]');
const carried = document.querySelector<HTMLFormElement>('form[data-carried]');
if (form) alive(form);
if (carried) alive(carried);

function alive(own: HTMLFormElement): void {
  const said = own.querySelector<HTMLElement>('[data-said]');
  const say = (words: string) => {
    if (!said) return;
    said.textContent = words;
    said.hidden = words === '';
  };
  const draft = createDraft(`propose ${own.dataset['propose'] ?? ''}`);
  if (own.dataset['propose'] !== undefined) {
    if (own.dataset['returned'] === undefined) draft.restore(own);
    own.addEventListener('input', () => draft.keep(own, 0));
    counted(own);
    chosen(own, say);
  }
  let isBusy = false;
  own.addEventListener('submit', (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    const button = event.submitter instanceof HTMLButtonElement ? event.submitter : undefined;
    const words = button?.textContent ?? '';
    if (button) button.textContent = own.dataset['wait'] ?? words;
    void send(own, button, say).then((answer) => {
      isBusy = false;
      if (button) button.textContent = words;
      if (answer === undefined) return say(own.dataset['offline'] ?? '');
      if ('elsewhere' in answer) {
        draft.forget();
        return location.assign(answer.elsewhere);
      }
      // The page that the server made of it takes the place of this one, styles and all.
      document.open();
      document.write(answer.page);
      document.close();
      scrollTo(0, 0);
      return undefined;
    });
  });
}

/** "12 left" beside the name of the field, once few are. */
function counted(own: HTMLFormElement): void {
  for (const place of own.querySelectorAll<HTMLElement>('[data-count]')) {
    const field = own.elements.namedItem(place.dataset['count'] ?? '');
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue;
    const usual = place.textContent;
    const tell = () => {
      const left = field.maxLength - field.value.length;
      const isNear = field.value.length > field.maxLength / 2;
      place.textContent = isNear ? (own.dataset['left'] ?? '').replace('{count}', String(left)) : usual;
    };
    field.addEventListener('input', tell);
    tell();
  }
}

/** What was chosen is shown, and made small at once: a slow line then carries a tenth. */
function chosen(own: HTMLFormElement, say: (words: string) => void): void {
  const input = own.querySelector<HTMLInputElement>('input[type=file]');
  const place = own.querySelector<HTMLElement>('[data-chosen]');
  input?.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    say(own.dataset['shrinking'] ?? '');
    void Promise.all(files.map(shrink)).then((small) => {
      const transfer = new DataTransfer();
      for (const file of small) transfer.items.add(file);
      input.files = transfer.files;
      place?.replaceChildren(...small.filter(({ type }) => type.startsWith('image/')).map(pictureOf));
      say('');
    });
  });
}

function pictureOf(file: File): HTMLImageElement {
  const image = new Image();
  image.alt = file.name;
  image.src = URL.createObjectURL(file);
  image.addEventListener('load', () => URL.revokeObjectURL(image.src), { once: true });
  return image;
}

type Answer = { page: string } | { elsewhere: string } | undefined;

async function send(
  own: HTMLFormElement,
  button: HTMLButtonElement | undefined,
  say: (words: string) => void,
): Promise<Answer> {
  const body = new FormData(own);
  if (button !== undefined && button.name !== '') body.append(button.name, button.value);
  if (body.get('key') === '') await prove(body);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    // A button without an address of its own answers the page's.
    request.open('POST', button?.hasAttribute('formaction') === true ? button.formAction : own.action);
    request.setRequestHeader('accept', 'text/html');
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      if (total > 100_000) {
        say((own.dataset['part'] ?? '').replace('{percent}', String(Math.round((100 * loaded) / total))));
      }
    });
    request.addEventListener('load', () => {
      say('');
      const { pathname } = new URL(request.responseURL || location.href);
      // Anything in between may answer in the server's place.
      if (request.status === 502 || request.status === 504) resolve(undefined);
      else if (pathname !== '/p/preview') resolve({ elsewhere: request.responseURL });
      else resolve({ page: request.responseText });
    });
    for (const end of ['error', 'abort', 'timeout']) request.addEventListener(end, () => resolve(undefined));
    request.send(body);
  });
}

/** The riddle before the first form goes. */
async function prove(body: FormData): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const answer = await fetch('/api/public/proposals/challenge?for=new', { signal });
    const { challenge, bits }: { challenge: string; bits: number } = await answer.json();
    const solution = await solve({ challenge, bits }, signal);
    if (solution === undefined) return;
    body.append('challenge', solution.challenge);
    body.append('n', String(solution.n));
  } catch (error) {
    // No network for the riddle, or too slow a phone: the form goes without, by a slower bucket.
    console.info('no proof', error);
  }
}
