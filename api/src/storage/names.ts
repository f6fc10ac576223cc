/** The names of the engine's files in its folder. A generation is one journal and the snapshot it starts from. */

export const LOCK = 'lock';
/** Ends the names of files by which one process takes over the lock of a dead one. */
export const TAKEN = '.taken';
export const SOCKET = 'lock.sock';
/** Where a restore gathers its files. As long as it stands, what is beside it is not whole. */
export const STAGING = '.restoring';

export type Named = { kind: 'journal' | 'snapshot'; generation: number } | { kind: 'segment'; log: string; id: number };

const digits = (number: number): string => String(number).padStart(8, '0');

export function nameOf(named: Named): string {
  return named.kind === 'segment'
    ? `${named.log}-${digits(named.id)}.segment`
    : `${named.kind}-${digits(named.generation)}`;
}

export function parseName(name: string): Named | undefined {
  const state = /^(journal|snapshot)-(\d{8,})$/.exec(name);
  if (state !== null) return { kind: state[1] === 'journal' ? 'journal' : 'snapshot', generation: Number(state[2]) };
  const segment = /^([a-zA-Z]+)-(\d{8,})\.segment$/.exec(name);
  return segment === null ? undefined : { kind: 'segment', log: segment[1] ?? '', id: Number(segment[2]) };
}
