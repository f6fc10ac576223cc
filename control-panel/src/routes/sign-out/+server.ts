/** Ends the session on the server and goes to sign-in. */
import { redirect } from '@sveltejs/kit';
import { apiOf } from '#lib/api.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  await apiOf(event).session.signOut();
  redirect(303, '/sign-in');
};
