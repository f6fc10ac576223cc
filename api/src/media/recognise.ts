/** What a file is taken as, by its first bytes; its name and what the sender claims must agree with them. */
import type { FileReason } from '@palier/playlists/file-reason';
import { FileFormat } from '@palier/playlists/library-file';
import { sniff, typeOfName, type Sniffed } from './sniff.ts';

export type Recognised =
  | { kind: 'picture' | 'video'; type: string }
  | { kind: 'document'; format: FileFormat }
  | { kind: 'text'; format: 'md' | 'txt' }
  | { kind: 'table'; format: 'csv' | 'xlsx' };

export type Claims = {
  name: string;
  /** The type the sender claims; absent or general when it claims nothing. */
  claimedType?: string | undefined;
  /** It takes the place of a file of that kind: what its name ends in does not matter then. */
  replaces?: Recognised['kind'] | undefined;
};

const ZIPPED = new Set<FileFormat>(['docx', 'odt', 'pptx', 'odp', 'xlsx']);
const OLD_OFFICE = new Set<FileFormat>(['doc', 'ppt']);

export function recognise(head: Uint8Array, claims: Claims): Recognised | { refused: FileReason } {
  if (head.length === 0) return refused('empty');
  const sniffed = sniff(head);
  if (sniffed.kind === 'svg') return refused('svg');
  const what = kindOf(sniffed, claims.name);
  const promised = typeOfName(claims.name);
  if (what === undefined) {
    if (promised !== undefined) return refused('wrong-ending', { promised, found: sniffed.word });
    return refused('unknown-kind', { found: sniffed.word });
  }
  if (claims.replaces !== undefined) return what.kind === claims.replaces ? what : refused('other-kind');
  if (what.kind !== 'picture' && what.kind !== 'video') return what;
  if (promised !== undefined && promised !== what.type) {
    return refused('wrong-ending', { promised, found: sniffed.word });
  }
  if (promised === undefined) return refused('no-ending', { found: sniffed.word });
  const claimed = claims.claimedType?.split(';')[0]?.trim().toLowerCase();
  const isGeneral = claimed === undefined || claimed === '' || claimed === 'application/octet-stream';
  if (!isGeneral && claimed !== what.type) return refused('wrong-type', { claimed, found: sniffed.word });
  return what;
}

/** The kind that bytes and ending make together; absent when they make none. */
function kindOf(sniffed: Sniffed, name: string): Recognised | undefined {
  if (sniffed.kind === 'picture' || sniffed.kind === 'video') return { kind: sniffed.kind, type: sniffed.type };
  const format = formatOfName(name);
  switch (sniffed.kind) {
    case 'pdf':
      return format === 'pdf' ? { kind: 'document', format } : undefined;
    case 'rtf':
      return format === 'rtf' || format === 'doc' ? { kind: 'document', format: 'rtf' } : undefined;
    case 'ole':
      return format !== undefined && OLD_OFFICE.has(format) ? { kind: 'document', format } : undefined;
    case 'zip':
      if (format === 'xlsx') return { kind: 'table', format };
      return format !== undefined && ZIPPED.has(format) ? { kind: 'document', format } : undefined;
    case 'text':
      if (format === 'csv') return { kind: 'table', format };
      return format === 'md' || format === 'txt' ? { kind: 'text', format } : undefined;
    case 'svg':
    case 'other':
      return undefined;
  }
}

export function formatOfName(name: string): FileFormat | undefined {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return FileFormat.safeParse(ending === 'markdown' ? 'md' : ending === 'tsv' ? 'csv' : ending).data;
}

function refused(code: FileReason['code'], params: FileReason['params'] = {}): { refused: FileReason } {
  return { refused: { code, params } };
}
