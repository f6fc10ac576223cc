/**
 * A form of a proposal on the server: gives it six words if it has none yet, takes its files, and says what is still to
 * be looked at. Whatever is refused, what was typed comes back whole.
 */
import type { ProposalContent } from '@palier/playlists/proposal';
import type { ProposalFile, ProposeView } from '@palier/playlists/proposal-views';
import { apiOf, isRefusal, settle, type Client } from '#lib/api.ts';
import { formOf } from '#lib/form-of.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { codeOf } from '#lib/threads/fault-words.ts';
import { proofOf } from '#lib/threads/proof-field.ts';
import { contentOf, readTyped, type Faults, type Typed } from './typed.ts';
import { fileWords, refusalWords } from './words.ts';

/** More are not even looked at. */
const MOST_FILES = 6;

export type Returned = { typed: Typed; files: ProposalFile[]; faults: Faults; alerts: string[] };
export type Taken = Returned & { content: ProposalContent | undefined };

/** `event` of an action; the form is read here. */
export async function receive(event: { fetch: typeof fetch; request: Request }, about: ProposeView): Promise<Taken> {
  const api = apiOf(event);
  const form = await formOf(event);
  const typed = readTyped(form);
  const chosen = form.getAll('files').filter((one) => one instanceof File && one.size > 0);
  const alerts: string[] = [];
  const before = contentOf(typed, [], about);
  if (typed.key === '' && (chosen.length > 0 || 'content' in before)) {
    const proof = proofOf(form);
    const begun = await settle(api.proposals.begin({ language: getLocale(), ...(proof && { proof }) }));
    if (isRefusal(begun)) alerts.push(refusalWords(begun.problem));
    else typed.key = begun.words.join(' ');
  }
  if (typed.key !== '') {
    const sent = await sendFiles(api, typed.key, chosen, alerts);
    typed.kept = [...typed.kept, ...sent.added];
    // Begun too long ago: the next try gets words of its own.
    if (sent.isGone && typed.revision === 0) typed.key = '';
  }
  if (chosen.length > MOST_FILES) alerts.push(m.proposals_e_many());
  const files = await filesOf(api, typed);
  typed.kept = files.map(({ name }) => name);
  const made = contentOf(typed, files, about);
  const faults = 'faults' in made ? made.faults : {};
  const isWhole = alerts.length === 0 && 'content' in made;
  return { typed, files, faults, alerts, content: isWhole ? made.content : undefined };
}

async function sendFiles(
  api: Client,
  key: string,
  chosen: readonly FormDataEntryValue[],
  alerts: string[],
): Promise<{ added: string[]; isGone: boolean }> {
  const added: string[] = [];
  let isGone = false;
  for (const file of chosen.slice(0, MOST_FILES)) {
    if (!(file instanceof File)) continue;
    const sent = await settle(api.proposals.of(key).sendFile(file.name, file));
    if (isRefusal(sent)) {
      alerts.push(fileWords(sent.problem, file.name));
      isGone ||= codeOf(sent.problem) === 'proposal-unknown';
    } else added.push(sent.name);
  }
  return { added, isGone };
}

/** Those that were kept and are there, in their order. */
export async function filesOf(api: Client, typed: Pick<Typed, 'key' | 'kept'>): Promise<ProposalFile[]> {
  if (typed.key === '' || typed.kept.length === 0) return [];
  const known = await settle(api.proposals.of(typed.key).files());
  if (isRefusal(known)) return [];
  return typed.kept.flatMap((name) => known.files.find((file) => file.name === name) ?? []);
}
