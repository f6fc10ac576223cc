/** Who opened which conversation when: one month at a time, all of its pages up to a bound. */
import { apiOf } from '#lib/api.ts';
import { readAudit } from '#lib/inbox/audit.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => readAudit(apiOf(event), event.url);
