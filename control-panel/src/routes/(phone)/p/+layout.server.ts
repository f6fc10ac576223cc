/** Pages of proposals: their colour, and the words beside the stairs. */
import { m } from '#lib/paraglide/messages.js';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = () => ({ loop: 'propose', heading: m.proposals_heading() });
