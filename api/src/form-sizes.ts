/**
 * How large a form of the panel or of a phone page may be. SvelteKit knows one limit for all of them; two forms need
 * a large one: a message to HR and a proposal bring their files along. Refused before any of it is read.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

export const MAX_FORM_BYTES = 512 * 1024;
/** Three files of 8 MB, and the words around them. */
export const MAX_MESSAGE_BYTES = 25 * 1024 ** 2;
/** A film of 40 MB, or four photos as they are, and the words around them. */
export const MAX_PROPOSAL_BYTES = 42 * 1024 ** 2;
const HEAVY = [
  { path: /^\/t\/talk(?:\?|$)/, most: MAX_MESSAGE_BYTES, back: '<p><a href="/t/talk#end">← RH · HR</a>' },
  { path: /^\/p\/preview(?:\?|$)/, most: MAX_PROPOSAL_BYTES, back: '' },
];
/** Heavy forms under way at once, all together: twelve messages, or seven films. The next one is asked to come back. */
const MAX_HEAVY_BYTES = 12 * MAX_MESSAGE_BYTES;
/** How long one of them may take to arrive: whoever sends it drop by drop does not keep the others out. */
const HEAVY_MS = 5 * 60_000;

const WORDS = {
  411: ['Ce navigateur ne dit pas combien il envoie.', 'This browser does not say how much it sends.'],
  413: [
    'C’est trop lourd pour un seul envoi. Rien n’est parti : revenez en arrière, ce que vous avez écrit y est encore.',
    'That is too large to be sent at once. Nothing was sent: go back, what you typed is still there.',
  ],
  503: ['Beaucoup de monde à la fois. Réessayez dans une minute.', 'Many people at once. Try again in a minute.'],
} as const;

/** Answers whether the request may go on; what may not is answered. */
export function createFormSizes(heavyMs = HEAVY_MS): (request: IncomingMessage, response: ServerResponse) => boolean {
  let heavy = 0;
  return (request, response) => {
    if (request.headers['transfer-encoding'] !== undefined) return refuse(request, response, 411);
    const bytes = Number(request.headers['content-length'] ?? 0);
    if (bytes <= MAX_FORM_BYTES) return true;
    if (bytes > (heavyOf(request)?.most ?? 0)) return refuse(request, response, 413);
    if (heavy + bytes > MAX_HEAVY_BYTES) return refuse(request, response, 503);
    heavy += bytes;
    const late = setTimeout(() => request.complete || request.destroy(), heavyMs).unref();
    response.once('close', () => {
      clearTimeout(late);
      heavy -= bytes;
    });
    return true;
  };
}

const heavyOf = (request: IncomingMessage) => HEAVY.find(({ path }) => path.test(request.url ?? ''));

function refuse(request: IncomingMessage, response: ServerResponse, status: keyof typeof WORDS): false {
  const [french, english] = WORDS[status];
  const back = heavyOf(request)?.back ?? '';
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    connection: 'close',
    ...(status === 503 ? { 'retry-after': '60' } : {}),
  });
  response.end(
    `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Palier</title>` +
      `<h1 lang="fr">${french}</h1><p lang="en">${english}</p>${back}`,
  );
  return false;
}
