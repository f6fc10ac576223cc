/** The social-media charter of the house, as pages link it: where it is read and what it is called. Absent until one is published. */
import type { ProposeView } from '@palier/playlists/proposal-views';
import type { Storage } from './storage/storage.ts';

export async function charterOf(storage: Storage): Promise<ProposeView['charter']> {
  const charter = (await storage.all('documents')).find(({ published }) => published?.content.kind === 'charter');
  if (charter === undefined) return undefined;
  const { fr, en } = charter.published?.content ?? {};
  return {
    path: `/d/${charter.code}`,
    title: { ...(fr && { fr: fr.title }), ...(en && { en: en.title }) },
  };
}
