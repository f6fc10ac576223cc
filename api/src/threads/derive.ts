/**
 * From a receipt, or a passphrase, to keys: argon2id with a salt of the installation or of the person, then HKDF with a
 * label for each purpose. A gate bounds how many are computed at once, so that strangers cannot use up the machine.
 */
import { argon2 } from 'node:crypto';
import { createGate } from '../gate.ts';
import { KEY_BYTES, subkey } from './seal.ts';

export type Cost = { memory: number; passes: number };
/** About 55 ms on a quiet core. A receipt has 66 bits: 2^65 tries of this cost are beyond anybody. */
export const RECEIPT_COST: Cost = { memory: 32_768, passes: 2 };
/** About 130 ms. A passphrase is chosen by a person, and a stolen disk lets one guess without end. */
export const PASSPHRASE_COST: Cost = { memory: 65_536, passes: 3 };

/** A whole office may stand behind one address. */
const GATE = { atOnce: 2, maxWaiting: 128, maxWaitingPerKey: 64 };

export type Busy = { refused: 'busy' };
export type ReceiptKeys = {
  /** Finds the thread; says nothing of the key. */
  lookup: string;
  /** Opens the thread's own key. */
  key: Uint8Array;
};

export function createDeriver(deps: { receiptCost?: Cost; passphraseCost?: Cost } = {}) {
  const { receiptCost = RECEIPT_COST, passphraseCost = PASSPHRASE_COST } = deps;
  const gate = createGate(GATE);

  async function inTurn(by: string, work: () => Promise<Uint8Array>): Promise<Uint8Array | Busy> {
    const leave = await gate.enter(by);
    if (leave === undefined) return { refused: 'busy' };
    try {
      return await work();
    } finally {
      leave();
    }
  }

  return {
    /** `salt` is the installation's; `by` whom to count against, the address. */
    async receiptKeys(receipt: string, salt: Uint8Array, by: string): Promise<ReceiptKeys | Busy> {
      const root = await inTurn(by, () => stretch(receipt, salt, receiptCost));
      if ('refused' in root) return root;
      const lookup = Buffer.from(subkey(root, 'receipt lookup')).toString('hex');
      return { lookup, key: subkey(root, 'receipt key') };
    },
    /** `salt` is the member's own. */
    passphraseKey(passphrase: string, salt: Uint8Array, by: string): Promise<Uint8Array | Busy> {
      return inTurn(by, () => stretch(passphrase.normalize('NFKC'), salt, passphraseCost));
    },
  };
}
export type Deriver = ReturnType<typeof createDeriver>;

function stretch(message: string, nonce: Uint8Array, cost: Cost): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message, nonce, ...cost, parallelism: 1, tagLength: KEY_BYTES }, (error, tag) =>
      error === null ? resolve(new Uint8Array(tag)) : reject(error),
    );
  });
}
