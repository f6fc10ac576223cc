/** A house in which people talk to HR: an inbox set up, and hands for both sides. */
import { UserId } from '@palier/playlists/ids';
import type { Role } from '@palier/playlists/views';
import { NOON, openHouse, until, type House } from '../api/house.ts';

export const PASSPHRASE = 'a long walk in the rain';

/** Everything a browser was told to keep. */
export function createJar() {
  const kept = new Map<string, string>();
  return {
    cookie: () => [...kept].map(([name, value]) => `${name}=${value}`).join('; '),
    take(headers: Headers) {
      for (const line of headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (/Max-Age=0/i.test(line)) kept.delete(name);
        else kept.set(name, value);
      }
    },
    names: () => [...kept.keys()],
  };
}

export type TalkHouse = Awaited<ReturnType<typeof openTalkHouse>>;

export async function openTalkHouse(options: Parameters<typeof openHouse>[0] = {}) {
  const house = await openHouse(options);

  /** Somebody on a phone. */
  function phone() {
    const jar = createJar();
    const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
      const answer = await house.call(method, `/api/public${path}`, {
        ...(body === undefined ? {} : { body }),
        cookie: jar.cookie(),
        headers,
      });
      jar.take(answer.headers);
      return answer;
    };
    return {
      jar,
      ask,
      /** Begins a thread the whole way; answers its receipt. */
      async begin(text: string, more: Record<string, unknown> = {}): Promise<string[]> {
        const { body: receipt } = await ask('POST', '/talk/receipts', { language: 'fr' });
        const words: string[] = receipt.words;
        await ask('POST', '/talk/receipts/mine/check', {
          words: receipt.ask.map((number: number) => words[number - 1]),
        });
        const begun = await ask('POST', '/threads', { topic: 'pay', text, key: `key-${text.length}-first`, ...more });
        if (begun.status !== 201) throw new Error(`not begun: ${JSON.stringify(begun.body)}`);
        return words;
      },
      open: (words: string) => ask('POST', '/thread/session', { receipt: words }),
      thread: async () => (await ask('GET', '/thread')).body,
      write: (text: string, key = `key-${text}`.slice(0, 40).replace(/\W/g, '-')) =>
        ask('POST', '/thread/messages', { text, key }),
    };
  }

  async function officer(name: string, role: Role = 'hr') {
    const id = UserId.parse(`hr-${name}`);
    const user = { id, email: `${name}@palier.example`, name, role, language: 'fr' as const };
    const createdAt = new Date(NOON).toISOString();
    await house.storage.transact((transaction) => transaction.put('users', { ...user, passwordHash: '', createdAt }));
    const session = await house.parts.sessions.start(id, undefined);
    const ask = (method: string, path: string, body?: unknown) =>
      house.call(method, `/api${path}`, { ...(body === undefined ? {} : { body }), cookie: `palier=${session}` });
    return { id, ask, cookie: `palier=${session}` };
  }
  type Officer = Awaited<ReturnType<typeof officer>>;

  return {
    ...house,
    phone,
    officer,
    /** Sets the inbox up with a first member, whose session is unlocked. */
    async setUp(name = 'claire'): Promise<{ claire: Officer; recovery: string }> {
      const claire = await officer(name);
      const made = await claire.ask('POST', '/inbox', { passphrase: PASSPHRASE });
      if (made.status !== 201) throw new Error(`not set up: ${JSON.stringify(made.body)}`);
      return { claire, recovery: made.body.recovery };
    },
    settled: () => house.parts.threads.index.settled(),
    /** The one thread there is. */
    async only() {
      const [record] = await house.storage.all('threads');
      if (record === undefined) throw new Error('there is no thread');
      return record;
    },
  };
}

export { until, type House };
