/** The demo's documents: written once, for a house whose playlists name them and that has none of that name. */
import { DocumentContent } from '@palier/playlists/document';
import { DocumentId } from '@palier/playlists/ids';
import { isoOf, type Clock } from '../clock.ts';
import type { Documents } from '../documents/documents.ts';
import type { Storage } from '../storage/storage.ts';
import { CHARTER } from './charter.ts';
import { HOUSE_RULES } from './house-rules.ts';
import { WELCOME } from './welcome.ts';

const DEMO = [CHARTER, HOUSE_RULES, WELCOME];
const AUTHOR = 'Palier';
const REVIEW_AFTER_MS = 365 * 24 * 3600_000;

/** Once in a house's life: what was removed afterwards stays away. */
export async function seedDocuments(deps: { storage: Storage; documents: Documents; clock: Clock }): Promise<void> {
  const { storage, documents, clock } = deps;
  if ((await storage.get('settings', 'seeded-documents')) !== undefined) return;
  const playlists = await storage.all('playlists');
  const items = playlists.flatMap(({ playlist }) => playlist.entries.map((entry) => entry.item));
  const named = new Set<string>(items.flatMap((item) => (item.kind === 'document' ? [item.document] : [])));
  if (!DEMO.some(({ id }) => named.has(id))) return;
  const reviewOn = isoOf(clock.now() + REVIEW_AFTER_MS).slice(0, 10);
  for (const { id, ...content } of DEMO.filter((one) => named.has(one.id))) {
    const made = await documents.create(
      { content: DocumentContent.parse(content), reviewOn },
      AUTHOR,
      DocumentId.parse(id),
    );
    if (made !== undefined) await documents.publish(id, AUTHOR);
  }
  await storage.transact((transaction) => transaction.put('settings', { id: 'seeded-documents', value: true }));
}
