/** Forms that are posted: one that is broken is the sender's to send again, never a fault of the server. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formOf } from '../../control-panel/src/lib/form-of.ts';
import { formText } from '../../control-panel/src/lib/form-text.ts';

const SRC = join(import.meta.dirname, '../../control-panel/src');
const posted = (body: BodyInit, type: string) =>
  formOf({ request: new Request('http://palier.test/p', { method: 'POST', body, headers: { 'content-type': type } }) });

test.each([
  ['garbage', 'multipart/form-data; boundary=x'],
  ['--x\r\nContent-Disposition: form-data; name="why"\r\n\r\nother', 'multipart/form-data; boundary=x'],
  ['garbage', 'multipart/form-data'],
])('%j as %s is answered with 400', async (body, type) => {
  await expect(posted(body, type)).rejects.toMatchObject({ status: 400 });
});

test('a form is read, and what is no form’s fault stays what it is', async () => {
  expect((await posted('why=other', 'application/x-www-form-urlencoded')).get('why')).toBe('other');
  const tooLarge = new Error('too large');
  const request = { formData: () => Promise.reject(tooLarge) } satisfies Pick<Request, 'formData'>;
  await expect(formOf({ request })).rejects.toBe(tooLarge);
});

test('every page reads its form by it', () => {
  const files = globSync(['routes/**/*.ts', 'lib/proposals/*.ts'], { cwd: SRC });
  const reading = files.map((file) => ({ file, text: readFileSync(join(SRC, file), 'utf8') }));
  expect(reading.filter(({ text }) => text.includes('.formData()')).map(({ file }) => file)).toEqual([]);
  expect(reading.filter(({ text }) => text.includes('formOf(')).length).toBeGreaterThan(15);
});

test('a field is cut between signs', () => {
  const form = new FormData();
  form.set('name', `${'a'.repeat(79)}😀`);
  expect(formText(form, 'name', 80)).toBe('a'.repeat(79));
  expect(formText(form, 'name')).toHaveLength(81);
});
