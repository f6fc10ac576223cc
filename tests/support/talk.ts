/** People on both sides of a conversation with HR, by the typed client over real requests: phones, and officers. */
import { createClient, isRefusal, type Client, type Refusal } from '../../api/src/client.ts';
import { solve } from '../../control-panel/src/lib/phone/proof.ts';

/** The client, with a browser's memory for cookies. */
export function browserOf(url: string): { client: Client; cookie: () => string } {
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const client = createClient({
    baseUrl: url,
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('cookie', cookie());
      headers.set('origin', url);
      const answer = await fetch(input, { ...init, headers });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (/Max-Age=0/i.test(line)) jar.delete(name);
        else jar.set(name, value);
      }
      return answer;
    },
  });
  return { client, cookie };
}

/** The value, or the refusal thrown: for tests that count on it. */
export async function must<T>(asked: Promise<T | Refusal>): Promise<T> {
  const outcome = await asked;
  if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome.problem));
  return outcome;
}

export type Beginning = Omit<Parameters<Client['threads']['begin']>[0], 'key'>;

/** Somebody with a phone begins a conversation; answers their client and their receipt. */
export async function talker(url: string, beginning: Beginning): Promise<{ client: Client; receipt: string }> {
  const { client } = browserOf(url);
  const proof = await solve(await must(client.threads.challenge('new')));
  const receipt = await must(client.threads.newReceipt({ language: 'fr', ...(proof === undefined ? {} : { proof }) }));
  await must(client.threads.checkReceipt({ words: receipt.ask.map((number) => receipt.words[number - 1] ?? '') }));
  await must(client.threads.begin({ ...beginning, key: 'the-first-message' }));
  return { client, receipt: receipt.words.join(' ') };
}

/** Signs somebody in. */
export async function officer(url: string, email: string, password: string): Promise<Client> {
  const { client } = browserOf(url);
  await must(client.session.signIn({ email, password }));
  return client;
}
