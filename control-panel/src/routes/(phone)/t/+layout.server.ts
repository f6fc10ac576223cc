/** Pages of a thread: the colour of talking, a word beside the stairs that anyone may see, and a way out at once. */
import { m } from '#lib/paraglide/messages.js';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = () => ({ loop: 'talk', heading: m.thread_hr(), exit: true });
