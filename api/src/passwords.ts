/**
 * Passwords as argon2id in PHC form, by Node's own implementation. A gate bounds how many are computed at once and
 * how many one address may have waiting, so that guessing never starves those who sign in from elsewhere.
 */
import { argon2, timingSafeEqual } from 'node:crypto';
import { createGate } from './gate.ts';
import type { Random } from './secrets.ts';

/** OWASP's second recommendation: 19 MiB, 2 passes, 1 lane; about 32 ms. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const AT_ONCE = 2;
const MAX_WAITING = 64;
const MAX_WAITING_PER_ADDRESS = 8;
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

export type Busy = { refused: 'busy' };

export function createPasswords(random: Random) {
  const gate = createGate({
    atOnce: AT_ONCE,
    maxWaiting: MAX_WAITING,
    maxWaitingPerKey: MAX_WAITING_PER_ADDRESS,
  });
  return {
    async hash(password: string): Promise<string> {
      const nonce = random(16);
      const tag = await derive(password, nonce, COST);
      return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${b64(nonce)}$${b64(tag)}`;
    },
    /** Whether `password` is the one behind `phc`. Without `phc` it takes as long and answers no. */
    async verify(password: string, phc: string | undefined, address: string): Promise<boolean | Busy> {
      const leave = await gate.enter(address);
      if (leave === undefined) return { refused: 'busy' };
      try {
        return await matches(password, phc);
      } finally {
        leave();
      }
    },
  };
}
export type Passwords = ReturnType<typeof createPasswords>;

async function matches(password: string, phc: string | undefined): Promise<boolean> {
  const [, memory, passes, parallelism, nonce, tag] = PHC.exec(phc ?? '') ?? [];
  if (nonce === undefined || tag === undefined) {
    await derive(password, new Uint8Array(16), COST);
    return false;
  }
  const expected = Buffer.from(tag, 'base64');
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const derived = await derive(password, Buffer.from(nonce, 'base64'), { ...cost, tagLength: expected.length });
  return timingSafeEqual(derived, expected);
}

function derive(
  message: string,
  nonce: Uint8Array,
  cost: { memory: number; passes: number; parallelism: number; tagLength: number },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message: message.normalize('NFKC'), nonce, ...cost }, (error, tag) =>
      error === null ? resolve(tag) : reject(error),
    );
  });
}

function b64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
