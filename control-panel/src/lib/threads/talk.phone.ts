/**
 * The conversation, alive: told by the server that something moved, it renews its parts; sends without leaving the page,
 * shows how far a file is, and keeps what was typed when the network fails. Nothing is kept in the browser.
 */
import { chosenFiles } from './chosen-files.ts';
import { quickExit } from './exit.ts';
import { freshPage, isElsewhere, parsed, renew } from './live-parts.ts';

/** While somebody types, the session is used this often, so that it does not shut under their hands. */
const STILL_HERE_MS = 5 * 60_000;
const LISTEN_AGAIN_MS = 20_000;
const NEAR_END_PX = 240;

const end = document.querySelector<HTMLElement>('#end');
const more = document.querySelector<HTMLElement>('[data-new]');
const composer = document.querySelector<HTMLFormElement>('form[data-composer]');
let isStale = false;

document.documentElement.dataset['alive'] = '';
quickExit();
document.querySelector<HTMLElement>('[data-reload]')?.remove();
if (location.hash === '#end') toEnd();
more?.addEventListener('click', toEnd);
addEventListener('scroll', () => isNearEnd() && hide(more), { passive: true });
listen();
if (composer) alive(composer);

function toEnd(): void {
  hide(more);
  end?.scrollIntoView({ block: 'end' });
}

function hide(element: HTMLElement | null): void {
  if (element) element.hidden = true;
}

function isNearEnd(): boolean {
  return end === null || end.getBoundingClientRect().top < innerHeight + NEAR_END_PX;
}

/** What is shown counts as read: a phone in a pocket renews nothing. */
function ask(): void {
  if (document.visibilityState === 'hidden') isStale = true;
  else void renewAll();
}

async function renewAll(): Promise<void> {
  isStale = false;
  const wasNearEnd = isNearEnd();
  const fresh = await freshPage();
  if (fresh === undefined) isStale = true;
  else if ('elsewhere' in fresh) shut(fresh.elsewhere);
  else place(fresh, wasNearEnd);
}

/** Shut by time, or gone: nothing of it stays to be seen, but what was being typed. */
function shut(elsewhere: string): void {
  const field = composer?.querySelector('textarea');
  if (!composer || !field || field.value.trim() === '') return location.replace(elsewhere);
  for (const part of document.querySelectorAll('[data-live]')) part.replaceChildren();
  const said = composer.querySelector<HTMLElement>('[data-said]');
  const way = document.createElement('a');
  way.href = elsewhere;
  way.textContent = composer.dataset['open'] ?? '';
  said?.replaceChildren(`${composer.dataset['shut'] ?? ''} `, way);
  if (said) said.hidden = false;
  composer.querySelector('button.act')?.remove();
}

function place(fresh: Document, isFollowing: boolean): void {
  const hasAnswer = renew(fresh);
  if (isFollowing) toEnd();
  else if (hasAnswer && more) more.hidden = false;
}

function listen(): void {
  const events = new EventSource('/api/public/thread/events');
  events.addEventListener('thread', ask);
  // After a break something may have been missed.
  let isFirst = true;
  events.addEventListener('open', () => {
    if (!isFirst) ask();
    isFirst = false;
  });
  events.addEventListener('error', () => {
    if (events.readyState !== EventSource.CLOSED) return;
    // Refused: shut here, or the server has too many listeners. The page tells which.
    ask();
    setTimeout(listen, LISTEN_AGAIN_MS);
  });
  document.addEventListener('visibilitychange', () => isStale && ask());
  addEventListener('online', ask);
}

function alive(form: HTMLFormElement): void {
  const field = form.querySelector('textarea');
  const button = form.querySelector<HTMLButtonElement>('button.act');
  const said = form.querySelector<HTMLElement>('[data-said]');
  const say = (words: string) => {
    if (!said) return;
    said.textContent = words;
    said.hidden = words === '';
  };
  const files = chosenFiles(form, say);
  let usedMs = Date.now();

  field?.addEventListener('input', () => {
    if (!CSS.supports('field-sizing', 'content')) grow(field);
    if (Date.now() - usedMs < STILL_HERE_MS) return;
    usedMs = Date.now();
    ask();
  });
  field?.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (button?.disabled === true || (field?.value.trim() === '' && files.take().length === 0)) return;
    const body = new FormData(form);
    body.delete('files');
    for (const file of files.take()) body.append('files', file, file.name);
    if (button) button.disabled = true;
    say(form.dataset['sending'] ?? '');
    send(form, body, say, (page) => {
      if (button) button.disabled = false;
      if (page === undefined) return say(form.dataset['offline'] ?? '');
      say('');
      const isRefused = page.querySelector('#fault') !== null;
      if (!isRefused) {
        if (field) field.value = '';
        if (field && !CSS.supports('field-sizing', 'content')) grow(field);
        files.clear();
      }
      // The key of a message that failed stays: sent twice, it is stored once.
      const key = page.querySelector<HTMLInputElement>('[data-key]')?.value;
      const own = form.querySelector<HTMLInputElement>('[data-key]');
      if (!isRefused && own && key !== undefined) own.value = key;
      place(page, true);
    });
  });
}

function grow(field: HTMLTextAreaElement): void {
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight + 4}px`;
}

function send(
  form: HTMLFormElement,
  body: FormData,
  say: (words: string) => void,
  done: (page: Document | undefined) => void,
): void {
  const request = new XMLHttpRequest();
  request.open('POST', form.getAttribute('action') ?? '/t/talk');
  request.setRequestHeader('accept', 'text/html');
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    if (total > 100_000)
      say((form.dataset['part'] ?? '').replace('{percent}', String(Math.round((100 * loaded) / total))));
  });
  request.addEventListener('load', () => {
    if (request.responseURL !== '' && isElsewhere(request.responseURL)) return shut(request.responseURL);
    done(request.status < 500 ? parsed(request.responseText) : undefined);
  });
  for (const end of ['error', 'abort', 'timeout']) request.addEventListener(end, () => done(undefined));
  request.send(body);
}
