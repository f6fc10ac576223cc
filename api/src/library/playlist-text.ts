/** A playlist as text: how a file is read, with line and column of what is wrong in it, and how it is written. Pure. */
import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type { z } from 'zod';
import { Playlist, withoutShownItems } from '@palier/playlists/playlist';

/** Where and why a text was refused; lines and columns count from 1. */
export type TextFault = {
  line?: number;
  column?: number;
  field?: string;
  reason: string;
  code?: string;
  params?: Record<string, string | number>;
};
export type ReadOutcome = { playlist: Playlist } | { fault: TextFault };

export const MAX_FILE_CHARS = 4_000_000;

/** Strict JSON, judged by the playlist's schema. `id` is what the file's name promises. */
export function readPlaylistText(text: string, id: string): ReadOutcome {
  if (text.length > MAX_FILE_CHARS) return { fault: { reason: 'the file is larger than 4 MB', code: 'text-large' } };
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (plain.trim() === '') return { fault: { line: 1, column: 1, reason: 'the file is empty', code: 'text-empty' } };
  const errors: ParseError[] = [];
  const tree = parseTree(plain, errors, { disallowComments: true, allowTrailingComma: false });
  const first = errors[0];
  if (first !== undefined)
    return { fault: { ...placeOf(plain, first.offset), reason: wordsOf(first), code: 'text-json' } };
  if (tree === undefined)
    return { fault: { line: 1, column: 1, reason: 'there is nothing in it', code: 'text-empty' } };
  const parsed = Playlist.safeParse(JSON.parse(plain));
  if (!parsed.success) return { fault: schemaFault(plain, tree, parsed.error) };
  if (parsed.data.id === id) return { playlist: withoutShownItems(parsed.data) };
  const at = findNodeAtLocation(tree, ['id']);
  const told = { code: 'text-id', params: { id: parsed.data.id, file: id } };
  const reason = `the id "${parsed.data.id}" is not the name of the file: call it ${parsed.data.id}.json or write "${id}"`;
  return { fault: { ...(at === undefined ? {} : placeOf(plain, at.offset)), field: 'id', reason, ...told } };
}

/** The text of a playlist's file: readable, stable, with the schema that editors complete from. */
export function writePlaylistText(playlist: Playlist, schema: string): string {
  const { $schema, ...rest } = playlist;
  return `${JSON.stringify({ $schema: $schema ?? schema, ...rest }, null, 2)}\n`;
}

function schemaFault(text: string, tree: Node, error: z.ZodError): TextFault {
  const [issue] = error.issues;
  if (issue === undefined) return { reason: 'it is not a playlist' };
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  const told = { reason: issue.message, ...codeOf(issue) };
  // A field that is missing is shown where it should be: in what holds it.
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? tree : findNodeAtLocation(tree, path.slice(0, length));
    if (node !== undefined) {
      return { ...placeOf(text, unknownKey(node, issue) ?? node.offset), field: path.join('.'), ...told };
    }
  }
  return { field: path.join('.'), ...told };
}

/** What kind of fault it is, and what belongs in its sentence; a rule with words of its own has none. */
function codeOf(issue: z.core.$ZodIssue): Pick<TextFault, 'code' | 'params'> {
  const code = `text-${issue.code}`;
  switch (issue.code) {
    case 'unrecognized_keys':
      return { code, params: { keys: issue.keys.join(', ') } };
    case 'invalid_type':
      return { code, params: { expected: issue.expected } };
    case 'too_small':
      return { code, params: { minimum: Number(issue.minimum) } };
    case 'too_big':
      return { code, params: { maximum: Number(issue.maximum) } };
    case 'invalid_value':
      return { code, params: { values: issue.values.map(String).join(', ') } };
    case 'custom':
      return {};
    default:
      return { code };
  }
}

/** Where the first key stands that the schema does not know. */
function unknownKey(node: Node, issue: z.core.$ZodIssue): number | undefined {
  if (issue.code !== 'unrecognized_keys') return undefined;
  const [key] = issue.keys;
  return node.children?.find((property) => property.children?.[0]?.value === key)?.offset;
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

function wordsOf(error: ParseError): string {
  const words = printParseErrorCode(error.error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return `not valid JSON: ${words}`;
}
