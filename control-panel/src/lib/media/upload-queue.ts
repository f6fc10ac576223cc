/** Names for uploaded files, and the order in which many of them go up: a few at a time, the others wait. */

export const AT_ONCE = 2;
const UNSAFE = /[^a-z0-9._-]+/g;

/** A safe name below `uploads/`: lower case, no accents, its extension kept. */
export function uploadName(fileName: string): string {
  const base = fileName.split(/[\\/]/).at(-1) ?? '';
  const plain = base.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const dot = plain.lastIndexOf('.');
  const stem = (dot > 0 ? plain.slice(0, dot) : plain).replace(UNSAFE, '-').replace(/^[-.]+|[-.]+$/g, '');
  const extension = dot > 0 ? plain.slice(dot + 1).replace(/[^a-z0-9]/g, '') : '';
  const name = stem === '' ? 'file' : stem.slice(0, 120);
  return extension === '' ? `uploads/${name}` : `uploads/${name}.${extension}`;
}

/** `name` if it is free, else `name-2`, `name-3` and so on before the extension. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const dot = name.lastIndexOf('.');
  const [stem, extension] = dot > name.lastIndexOf('/') ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let number = 2; ; number += 1) {
    const next = `${stem}-${number}${extension}`;
    if (!taken.has(next)) return next;
  }
}

export type Upload = {
  name: string;
  sizeBytes: number;
  sentBytes: number;
  state: 'waiting' | 'sending' | 'done' | 'refused';
  reason?: string;
};

/** Those that may start now. */
export function nextToSend(uploads: readonly Upload[]): Upload[] {
  const sending = uploads.filter((upload) => upload.state === 'sending').length;
  return uploads.filter((upload) => upload.state === 'waiting').slice(0, Math.max(0, AT_ONCE - sending));
}
