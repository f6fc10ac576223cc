/** The client's methods about the files of the library beside the media, and about imports. */
import * as wire from '../wire/library.ts';
import { enc, type Caller } from './caller.ts';

/** @param caller how to ask. @param baseUrl origin of the server; empty for the page's own. */
export function libraryRoutes(caller: Caller, baseUrl: string) {
  return {
    list: () => caller.read('/api/library', wire.LibraryAnswer),
    /** Tags, owner and dates of at most 500 files at once. */
    change: (patch: wire.LibraryPatch) => caller.send('PATCH', '/api/library', wire.LibraryPatched, patch),
    /** What is shown somewhere stays, and the answer says where. */
    remove: (names: string[]) => caller.send('POST', '/api/library/remove', wire.LibraryRemoved, { names }),
    /** Brings back what was removed within the last day. */
    restore: (names: string[]) => caller.send('POST', '/api/library/restore', wire.LibraryRestored, { names }),
    /** Has a film converted that was refused with an offer. */
    convert: (id: string) => caller.done('POST', `/api/imports/${enc(id)}/convert`, {}),
    /** Ends an import, or takes a refused one off the list. */
    cancel: (id: string) => caller.done('POST', `/api/imports/${enc(id)}/cancel`, {}),
    /** Where uploads in pieces begin (tus 1.0); metadata: `name`, and `replaces` = `yes` to take a file's place. */
    uploadsUrl: `${baseUrl}/api/uploads`,
  };
}
