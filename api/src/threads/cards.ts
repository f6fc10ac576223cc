/**
 * From a theme to a card on the screens: "we heard, we did". Only a theme that five threads or more carry, counted over
 * all of them; what is kept and shown are HR's own words for everybody, never a thread, a number or the theme itself.
 */

import { Item } from '@palier/playlists/item';
import type { Clock } from '../clock.ts';
import { isoOf } from '../clock.ts';
import { idFrom, type Random } from '../secrets.ts';
import type { ThreadCardRecord } from '../storage/records/threads.ts';
import { isRefused, type Storage } from '../storage/storage.ts';
import type { CardDraft } from '../wire/inbox.ts';
import type { InboxIndex } from './inbox-index.ts';
import type { Inbox } from './inbox.ts';

const MAX_CARDS = 200;
const HEADING = { fr: 'Entendu, et fait', en: 'We heard, we did' };

export type CardView = { id: string; madeOn: string; item: Item };

export function createCards(deps: { storage: Storage; clock: Clock; random: Random; index: InboxIndex; inbox: Inbox }) {
  const { storage, clock, random } = deps;
  return {
    async list(): Promise<CardView[]> {
      const cards = await storage.all('threadCards');
      return cards.map(viewOf).sort((a, b) => b.madeOn.localeCompare(a.madeOn) || a.id.localeCompare(b.id));
    },
    /** `few`: the theme is on too few threads. `opening`: not all threads are opened yet, so nobody knows. */
    async make({ theme, heard, did }: CardDraft): Promise<CardView | { refused: 'few' | 'opening' | 'full' }> {
      const { opened, of } = deps.index.progress();
      if (opened < of) return { refused: 'opening' };
      if (deps.inbox.themes().find((one) => one.theme === theme)?.ready !== true) return { refused: 'few' };
      const record: ThreadCardRecord = {
        id: idFrom('', random),
        heard,
        did,
        madeOn: isoOf(clock.now()).slice(0, 10),
      };
      const outcome = await storage.transact(async (transaction) => {
        if ((await transaction.all('threadCards')).length >= MAX_CARDS) return { refused: 'full' as const };
        await transaction.put('threadCards', record);
        return viewOf(record);
      });
      return isRefused(outcome) ? { refused: 'full' } : outcome;
    },
    remove: (id: string) => storage.transact((transaction) => transaction.remove('threadCards', id)),
  };
}
export type Cards = ReturnType<typeof createCards>;

/** An item like any other from then on: it holds its own words and refers to nothing. */
function viewOf({ id, madeOn, heard, did }: ThreadCardRecord): CardView {
  return {
    id,
    madeOn,
    item: Item.parse({ kind: 'notice', loop: 'talk', heading: HEADING, title: heard, body: did }),
  };
}
