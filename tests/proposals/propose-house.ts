/** A house in which people propose: phones with their words, files that tell too much, and moderators. */
import sharp from 'sharp';
import { openHouse } from '../api/house.ts';
import { contentOf } from './rules.ts';

export { contentOf };

export async function openProposeHouse(options: Parameters<typeof openHouse>[0] = {}) {
  const house = await openHouse(options);

  /** Somebody on a phone, with the six words of a proposal begun. */
  async function phone(headers: Record<string, string> = {}) {
    const begun = await house.call('POST', '/api/public/proposals/words', { body: { language: 'fr' }, headers });
    if (begun.status !== 201) throw new Error(`not begun: ${JSON.stringify(begun.body)}`);
    return withWords(begun.body.words, headers);
  }
  function withWords(words: readonly string[], headers: Record<string, string> = {}) {
    const own = { ...headers, 'x-proposal-key': encodeURIComponent(words.join(' ')) };
    const ask = (method: string, path: string, body?: unknown) =>
      house.call(method, `/api/public/proposals${path}`, { ...(body === undefined ? {} : { body }), headers: own });
    return {
      words,
      ask,
      file: (bytes: Uint8Array, type = 'application/octet-stream') =>
        house.call('POST', '/api/public/proposals/files', {
          raw: new Uint8Array(bytes),
          headers: { ...own, 'content-type': type },
        }),
      send: (more: Parameters<typeof contentOf>[0] = {}, mail?: string) =>
        ask('POST', '', { content: contentOf(more), ...(mail === undefined ? {} : { mail }) }),
      view: async () => (await ask('GET', '/mine')).body,
    };
  }

  return {
    ...house,
    phone,
    withWords,
    async decide(input: { did: 'approved' | 'declined' | 'asked-changes'; reason?: string }) {
      const [record] = await house.storage.all('proposals');
      if (record === undefined) throw new Error('there is no proposal');
      const user = { userId: 'u-mona', name: 'Mona' };
      return house.parts.proposals.decide({ id: record.id, revision: record.revision, user, ...input });
    },
    bytesOf: async (path: string) => Buffer.from(await (await house.call('GET', path)).response.arrayBuffer()),
  };
}
export type ProposeHouse = Awaited<ReturnType<typeof openProposeHouse>>;

/** A photo as phones make them: where, when and with what it was taken. */
export function photo(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 120, sigma: 40 } as const;
  return sharp({ create: { width: 640, height: 480, channels: 3, background: '#777', noise } })
    .jpeg()
    .withExif({
      IFD0: { Make: 'Tellphone', Model: 'X9' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 30/1', GPSLongitudeRef: 'E', GPSLongitude: '2/1 17/1 40/1' },
    })
    .toBuffer();
}
