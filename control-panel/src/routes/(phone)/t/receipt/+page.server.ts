/** The six words, until they are used or an hour old. They come from the memory of the server, and go into the page alone. */
import { redirect } from '@sveltejs/kit';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { isKept } from '#lib/threads/browser.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const receipt = await settle(apiOf(event).threads.receipt());
  if (isRefusal(receipt)) redirect(303, isKept(event.cookies, 'thread') ? '/t/talk' : '/t');
  const { host } = event.url;
  return { words: receipt.words, address: `${host}/t` };
};
