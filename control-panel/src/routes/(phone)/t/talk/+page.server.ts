/** The open conversation. A message with its files comes as one form, so that it goes without scripts too. */
import { error, fail, redirect } from '@sveltejs/kit';
import type { TalkView } from '@palier/playlists/thread-views';
import { apiOf, isRefusal, settle, type Client, type Problem } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { formOf } from '#lib/form-of.ts';
import { formText } from '#lib/form-text.ts';
import { m } from '#lib/paraglide/messages.js';
import { isKept } from '#lib/threads/browser.ts';
import { codeOf, statusOf, threadFault } from '#lib/threads/fault-words.ts';
import type { Actions, PageServerLoad } from './$types';

/** A message without files. */
const MOST_SHUT_BYTES = 64 * 1024;

export const load: PageServerLoad = async (event) => {
  const api = apiOf(event);
  // Left on purpose, or never opened here: nobody who goes back in the browser is told which.
  if (!isKept(event.cookies, 'thread')) redirect(303, '/t');
  const thread = await settle(api.threads.get());
  const isShut = isRefusal(thread) && codeOf(thread.problem) === 'thread-shut';
  // A message that found it shut is shown with its text, so that nothing typed is lost.
  if (isShut && event.request.method === 'GET') redirect(303, '/t/open?shut');
  if (isRefusal(thread) && !isShut) error(statusOf(thread.problem), thread.problem.title);
  return {
    thread: isRefusal(thread) ? undefined : thread,
    about: await demand(api.threads.about(), event.url),
    key: crypto.randomUUID(),
    nowMs: Date.now(),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const api = apiOf(event);
    const open = await settle(api.threads.get());
    const isLarge = Number(event.request.headers.get('content-length')) > MOST_SHUT_BYTES;
    // Nobody's files are read who has no thread open.
    if (isRefusal(open) && isLarge) redirect(303, '/t/open?shut');
    const about = await demand(api.threads.about(), event.url);
    const form = await formOf(event);
    const [text, key] = [formText(form, 'text'), formText(form, 'key')];
    const refuse = (status: number, fault: string) => fail(status, { text, key, fault });
    if (isRefusal(open)) return refuse(statusOf(open.problem), threadFault(open.problem));
    const files = form.getAll('files').filter((file) => file instanceof File && file.size > 0);
    const fault = textFault(text, files.length, about.limits);
    if (fault !== undefined) return refuse(422, fault);
    const attachments: string[] = [];
    for (const file of files) {
      if (!(file instanceof File)) continue;
      const sent = await sendFile(api, file, about.limits.attachmentBytes);
      if ('fault' in sent) return refuse(422, sent.fault);
      attachments.push(sent.id);
    }
    const written = await settle(api.threads.write({ text, key, attachments }));
    if (isRefusal(written)) return refuse(statusOf(written.problem), threadFault(written.problem));
    redirect(303, '/t/talk#end');
  },
};

function textFault(text: string, files: number, limits: TalkView['limits']): string | undefined {
  if (text.trim() === '' && files === 0) return m.thread_text_missing();
  // A line break counts as one for the reader and as two in a form.
  if (text.replaceAll('\r\n', '\n').length > limits.messageChars) {
    return m.thread_text_long({ count: limits.messageChars });
  }
  return files > limits.attachmentsAMessage ? m.thread_file_too_many({ count: limits.attachmentsAMessage }) : undefined;
}

async function sendFile(api: Client, file: File, mostBytes: number): Promise<{ id: string } | { fault: string }> {
  if (file.size > mostBytes) return { fault: m.thread_file_too_large({ name: file.name }) };
  const sent = await settle(api.threads.sendFile(file.name, file));
  return isRefusal(sent) ? { fault: fileFault(sent.problem, file.name) } : { id: sent.id };
}

function fileFault(problem: Problem, name: string): string {
  switch (codeOf(problem)) {
    case 'file-refused':
      return m.thread_file_refused({ name });
    case 'file-too-large':
    case 'body-too-large':
      return m.thread_file_too_large({ name });
    case 'thread-full':
      return m.thread_file_full();
    default:
      return threadFault(problem);
  }
}
