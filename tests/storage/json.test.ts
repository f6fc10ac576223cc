/** The embedded engine keeps the storage contract. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJsonStorage } from '../../api/src/storage/json.ts';
import { storageContract } from './contract.ts';
import { quiet } from './support.ts';

storageContract('embedded', {
  newPlace: () => mkdtemp(join(tmpdir(), 'palier-storage-')),
  open: (dir) => openJsonStorage({ dir, ...quiet() }),
});
