/** For how long a decision can be taken back: its letter waits as long, so that nobody reads what was a slip of a key. */
export const UNDO_MS = 2 * 60_000;
