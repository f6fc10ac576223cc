/** Moderation on the embedded engine. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJsonStorage } from '../../api/src/storage/json.ts';
import { quiet } from '../storage/support.ts';
import { moderationRules } from './rules.ts';

moderationRules(async () => openJsonStorage({ dir: await mkdtemp(join(tmpdir(), 'palier-moderation-')), ...quiet() }));
