/** The feed of a screen or an audience: what it shows, by topic. Nothing of who reads is asked or kept. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const [screen, audience] = ['screen', 'audience'].map((name) => searchParams.get(name)?.slice(0, 64) || undefined);
  const asked = { ...(screen === undefined ? {} : { screen }), ...(audience === undefined ? {} : { audience }) };
  const feed = await demand(apiOf(event).publicStories.feed(asked), event.url);
  return { loop: 'watch', heading: m.share_heading(), feed };
};
