/** Every export of the domain says what it is. A type beside the schema of the same name needs no words of its own. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = new URL('../../playlists/src/', import.meta.url);

function silentExports(source: string): string[] {
  const lines = source.split('\n');
  return lines.filter((line, index) => {
    const exported = /^export (?:async )?(?:const|function|type|class) /.test(line);
    const named = /^export type \w+ = z\.infer</.test(line);
    return exported && !named && !(lines[index - 1] ?? '').endsWith('*/');
  });
}

test('every export of playlists has a comment', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(20);
  const silent = files.flatMap((file) =>
    silentExports(readFileSync(new URL(file, folder), 'utf8')).map((line) => `${file}: ${line}`),
  );
  expect(silent).toEqual([]);
  expect(silentExports('export const bare = 1;\n/** Said. */\nexport type Said = 1;')).toEqual([
    'export const bare = 1;',
  ]);
});
