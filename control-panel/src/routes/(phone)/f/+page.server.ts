/** The feed of an audience or of the house, by topic: what its screens show. Nothing of who reads is asked or kept. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const given = (name: string) => searchParams.get(name)?.slice(0, 64) || undefined;
  const asked = { screen: given('screen'), audience: given('a'), topic: given('topic') };
  const feed = await demand(apiOf(event).publicStories.feed(asked), event.url);
  return {
    loop: 'watch',
    heading: m.share_heading(),
    feed,
    isAudienceGone: asked.audience !== undefined && feed.audience === undefined,
    isTopicGone: asked.topic !== undefined && feed.topic === undefined,
  };
};
