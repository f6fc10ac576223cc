/**
 * How large a form of the panel or of a phone page may be. SvelteKit knows one limit for all of them; one form needs a
 * large one: a message to HR brings its files along where there are no scripts. Refused before any of it is read.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

export const MAX_FORM_BYTES = 512 * 1024;
/** Three files of 8 MB, and the words around them. */
export const MAX_MESSAGE_BYTES = 25 * 1024 ** 2;
const MESSAGE = /^\/t\/talk(?:\?|$)/;
/** Heavy messages under way at once; the next one is asked to come back. */
const MAX_HEAVY = 12;
/** How long one of them may take to arrive: whoever sends it drop by drop does not keep the others out. */
const HEAVY_MS = 5 * 60_000;

const WORDS = {
  411: ['Ce navigateur ne dit pas combien il envoie.', 'This browser does not say how much it sends.'],
  413: ['C’est trop lourd : 8 Mo par fichier. Rien n’est parti.', 'That is too large: 8 MB a file. Nothing was sent.'],
  503: ['Beaucoup de monde à la fois. Réessayez dans une minute.', 'Many people at once. Try again in a minute.'],
} as const;

/** Answers whether the request may go on; what may not is answered. */
export function createFormSizes(heavyMs = HEAVY_MS): (request: IncomingMessage, response: ServerResponse) => boolean {
  let heavy = 0;
  return (request, response) => {
    if (request.headers['transfer-encoding'] !== undefined) return refuse(request, response, 411);
    const bytes = Number(request.headers['content-length'] ?? 0);
    if (bytes <= MAX_FORM_BYTES) return true;
    if (!MESSAGE.test(request.url ?? '') || bytes > MAX_MESSAGE_BYTES) return refuse(request, response, 413);
    if (heavy >= MAX_HEAVY) return refuse(request, response, 503);
    heavy += 1;
    const late = setTimeout(() => request.complete || request.destroy(), heavyMs).unref();
    response.once('close', () => {
      clearTimeout(late);
      heavy -= 1;
    });
    return true;
  };
}

function refuse(request: IncomingMessage, response: ServerResponse, status: keyof typeof WORDS): false {
  const [french, english] = WORDS[status];
  const back = MESSAGE.test(request.url ?? '') ? '<p><a href="/t/talk#end">← RH · HR</a>' : '';
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
