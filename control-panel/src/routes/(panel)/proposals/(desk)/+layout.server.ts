/** The list beside the proposal that is read. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { LayoutServerLoad } from './$types';
import type { QueueList } from '@palier/api/client';

const LISTS: readonly string[] = ['waiting', 'asked', 'shown', 'ended'] satisfies QueueList[];
const isList = (text: string): text is QueueList => LISTS.includes(text);

export const load: LayoutServerLoad = async (event) => {
  event.depends('palier:proposals');
  await event.parent();
  const asked = event.url.searchParams.get('list') ?? '';
  const { moderation } = apiOf(event);
  const [queue, { value: view }] = await Promise.all([
    demand(moderation.list(isList(asked) ? asked : 'waiting'), event.url),
    demand(moderation.settings.get(), event.url),
  ]);
  return { queue, reasons: view.settings.reasons };
};
