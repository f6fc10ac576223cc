/** Names for uploaded files, and the order in which many of them go up: a few at a time, the others wait. */

export const AT_ONCE = 2;
const UNSAFE = /[^\p{L}\p{M}\p{N}._-]+/gu;
const LATIN_MARKS = /(\p{Script=Latin})\p{M}+/gu;

/** A safe name below `uploads/`: lower case, Latin letters without accents, its extension kept. The server numbers a name that is taken. */
export function uploadName(fileName: string): string {
  const base = fileName.split(/[\\/]/).at(-1) ?? '';
  const plain = base.normalize('NFD').replace(LATIN_MARKS, '$1').normalize('NFC').toLowerCase();
  const dot = plain.lastIndexOf('.');
  const stem = (dot > 0 ? plain.slice(0, dot) : plain).replace(UNSAFE, '-').replace(/^[-.]+|[-.]+$/g, '');
  const extension = dot > 0 ? plain.slice(dot + 1).replace(/[^a-z0-9]/g, '') : '';
  const name = stem === '' ? 'file' : stem.slice(0, 120);
  return extension === '' ? `uploads/${name}` : `uploads/${name}.${extension}`;
}

export type Upload = {
  /** Its place in this tab's list. */
  key: number;
  /** As the person knows it. */
  fileName: string;
  name: string;
  sizeBytes: number;
  sentBytes: number;
  /** `retrying`: the connection is lost, it goes on by itself. `sent`: the server is reading it. */
  state: 'waiting' | 'sending' | 'retrying' | 'sent' | 'refused' | 'cancelled';
  reason?: string;
  /** The import it became. */
  importId?: string;
};

const MOVING: ReadonlySet<Upload['state']> = new Set(['sending', 'retrying']);

/** Those that may start now. */
export function nextToSend(uploads: readonly Upload[]): Upload[] {
  const moving = uploads.filter((upload) => MOVING.has(upload.state)).length;
  return uploads.filter((upload) => upload.state === 'waiting').slice(0, Math.max(0, AT_ONCE - moving));
}

/** How far all of them are, by bytes; cancelled ones do not count. */
export function overall(uploads: readonly Upload[]): { done: number; count: number; percent: number } {
  const counted = uploads.filter((upload) => upload.state !== 'cancelled');
  const total = counted.reduce((sum, upload) => sum + upload.sizeBytes, 0);
  const sent = counted.reduce((sum, one) => sum + (one.state === 'refused' ? one.sizeBytes : one.sentBytes), 0);
  return {
    done: counted.filter((upload) => upload.state === 'sent' || upload.state === 'refused').length,
    count: counted.length,
    percent: total === 0 ? 100 : Math.floor((sent / total) * 100),
  };
}

export function isMoving(uploads: readonly Upload[]): boolean {
  return uploads.some((upload) => upload.state === 'waiting' || MOVING.has(upload.state));
}
