/** The embedded engine keeps the storage contract. */
import { openJsonStorage } from '../../api/src/storage/json.ts';
import { storageContract } from './contract.ts';
import { newFolder } from './folder.ts';
import { quiet } from './support.ts';

storageContract('embedded', {
  newPlace: newFolder,
  open: (dir) => openJsonStorage({ dir, ...quiet() }),
});
