/**
 * A thousand sites with a feed each, for the bench of sources; a process of its own, so that its work is not counted.
 * `/<n>/rss` answers 304 to who knows its ETag. A message `{ change: n }` gives the first n feeds something new.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const OF_EACH = 50;
const NEW = 5;
const changed = new Map<number, number>();

const server = createServer((request, response) => {
  const index = Number(/^\/(\d+)\/rss$/.exec(request.url ?? '')?.[1] ?? Number.NaN);
  if (Number.isNaN(index)) return void response.writeHead(404).end();
  const version = changed.get(index) ?? 0;
  const etag = `"${index}-${version}"`;
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
  response.writeHead(200, { etag, 'content-type': 'application/rss+xml; charset=utf-8' }).end(feed(index, version));
});

/** Words that differ from one item to the next as those of real ones do: near-doubles would be told once. */
function words(seed: number, count: number): string {
  let state = (seed * 2_654_435_761) >>> 0;
  return Array.from({ length: count }, () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return `${SYLLABLES[state >>> 28]}${SYLLABLES[(state >>> 24) & 15]}${SYLLABLES[(state >>> 20) & 15]}`;
  }).join(' ');
}
const SYLLABLES = 'ba co di fe gu ha ji ko li me no pa qui ro su ta'.split(' ');

function feed(index: number, version: number): string {
  const newest = OF_EACH + version * NEW;
  const items = Array.from({ length: OF_EACH }, (_, back) => {
    const number = newest - back;
    const date = new Date(Date.parse('2026-11-23T11:00:00Z') - (OF_EACH + 100 - number) * 600_000).toUTCString();
    return `<item><title>Quai ${number} ${words(index * 1_000 + number, 7)}</title><link>https://site-${index}.example/articles/${number}?utm_source=rss</link><guid>site-${index}-${number}</guid><pubDate>${date}</pubDate><description>&lt;p&gt;Après &lt;b&gt;six semaines&lt;/b&gt; ${words(index * 1_000 + number + 500_000_000, 24)}.&lt;/p&gt;</description></item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Site ${index}</title><link>https://site-${index}.example/</link><description>Le port</description><language>fr</language>${items.join('')}</channel></rss>`;
}

process.on('message', (message: { change: number }) => {
  for (let index = 0; index < message.change; index += 1) changed.set(index, (changed.get(index) ?? 0) + 1);
  process.send?.({ changed: message.change });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
