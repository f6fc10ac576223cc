/** All ready campaigns, in the order in which they are offered. */
import type { Campaign } from './campaign.ts';
import { BAROMETER } from './campaigns/barometer.ts';
import { CHARTER } from './campaigns/charter.ts';
import { LAUNCH } from './campaigns/launch.ts';
import { WELCOME } from './campaigns/welcome.ts';

export const CAMPAIGNS: readonly Campaign[] = [LAUNCH, WELCOME, CHARTER, BAROMETER];
