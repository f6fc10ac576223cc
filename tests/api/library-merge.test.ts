/** What happens to a playlist whose file and stored version differ, and that what is written reads back the same. */
import { describe, expect, test } from 'vitest';
import { moveFor } from '../../api/src/library/merge.ts';
import { readPlaylistText, writePlaylistText } from '../../api/src/library/playlist-text.ts';
import { playlistOf } from './house.ts';

describe('the merge', () => {
  const base = { file: 'f', stored: 's' };
  test.each([
    ['nothing anywhere', { file: undefined, stored: undefined, base: undefined }, 'nothing'],
    ['gone on both sides', { file: undefined, stored: undefined, base }, 'agree'],
    ['made in the panel', { file: undefined, stored: 's', base: undefined }, 'write-file'],
    ['deleted by hand', { file: undefined, stored: 's', base }, 'file-gone'],
    ['deleted by hand, changed in the panel', { file: undefined, stored: 's2', base }, 'write-file'],
    ['made by hand', { file: 'f', stored: undefined, base: undefined }, 'read-file'],
    ['deleted in the panel', { file: 'f', stored: undefined, base }, 'stored-gone'],
    ['deleted in the panel, changed by hand', { file: 'f2', stored: undefined, base }, 'read-file'],
    ['as it was', { file: 'f', stored: 's', base }, 'nothing'],
    ['changed by hand', { file: 'f2', stored: 's', base }, 'read-file'],
    ['changed in the panel', { file: 'f', stored: 's2', base }, 'write-file'],
    ['changed on both sides', { file: 'f2', stored: 's2', base }, 'both'],
    ['changed to the same', { file: 'S2', stored: 's2', base }, 'agree'],
    ['never seen together', { file: 'f', stored: 's', base: undefined }, 'read-file'],
  ] as const)('%s', (_name, sides, move) => {
    const storedAsFile = sides.stored?.toUpperCase();
    expect(moveFor({ ...sides, storedAsFile })).toBe(move);
  });

  test('what is written reads back as it was', () => {
    const outcome = readPlaylistText(JSON.stringify(playlistOf('day')), 'day');
    if ('fault' in outcome) throw new Error(outcome.fault.reason);
    const written = writePlaylistText(outcome.playlist, './x.json');
    expect(readPlaylistText(written, 'day')).toEqual({ playlist: { ...outcome.playlist, $schema: './x.json' } });
    expect(readPlaylistText(`\ufeff${written}`, 'day')).toHaveProperty('playlist');
  });
});
