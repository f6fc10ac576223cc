/** What waits for someone, most urgent first: each with where to go. Takeovers have their own card. */
import type { LibraryFault, PairingView, ScreenView } from '@palier/playlists/views';
import { faultWords } from '../media/reason-words.ts';
import { titleOf } from '../documents/review-words.ts';
import type { DocumentSummary } from '../api.ts';
import type { StoryCount, SurveySummary } from '@palier/api/client';
import { inLanguage } from '@palier/playlists/in-language';
import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';
import { spanWords } from '../time.ts';

export type Todo = { id: string; tone: 'alarm' | 'warn' | 'inform'; text: string; hint?: string; href: string };
export type TodoInput = {
  faults: readonly LibraryFault[];
  pairings: readonly PairingView[];
  screens: readonly ScreenView[];
  documents?: readonly DocumentSummary[];
  /** Closed for long, and nothing decided. */
  undecided?: readonly SurveySummary[];
  /** Stories of sources that wait for who looks at it; nothing for who decides over none. */
  news?: StoryCount;
  nowMs: number;
};

export function todosOf({ faults, pairings, screens, documents = [], undecided = [], news, nowMs }: TodoInput): Todo[] {
  return [
    ...faults.map(faultTodo),
    ...screens.flatMap((view) => itemFaults(view)),
    ...screens.flatMap((view) => dark(view)),
    ...screens.flatMap((view) => silent(view, nowMs)),
    ...pairings.filter((pairing) => Date.parse(pairing.expiresAt) > nowMs).map(pairingTodo),
    ...undecided.map((survey) => decideTodo(survey, nowMs)),
    ...(news === undefined ? [] : storyTodos(news)),
    ...documents.filter(isDue).map(reviewTodo),
    ...screens.flatMap((view) => behind(view)),
    ...screens.flatMap((view) => withoutProgram(view)),
  ];
}

const isDue = ({ review, published }: DocumentSummary) => review === 'overdue' && published !== undefined;

function reviewTodo(document: DocumentSummary): Todo {
  const owner = document.owner?.name;
  const text = m.documents_todo_overdue({ title: titleOf(document) });
  const hint = owner === undefined ? m.documents_todo_overdue_hint() : `${owner} · ${m.documents_todo_overdue_hint()}`;
  return { id: `document ${document.id}`, tone: 'warn', text, hint, href: `/documents/${document.id}` };
}

function decideTodo(survey: SurveySummary, nowMs: number): Todo {
  const text = m.answers_todo_overdue({ title: inLanguage(survey.title, getLocale()) });
  const hint = m.answers_todo_overdue_hint({ time: spanWords(nowMs - Date.parse(survey.closedAt ?? '')) });
  return { id: `survey ${survey.id}`, tone: 'warn', text, hint, href: `/surveys/${survey.id}/decisions` };
}

/** What phones took off the screens stands apart from what has only come in. */
function storyTodos({ waiting, reported }: StoryCount): Todo[] {
  const href = '/sources?stories=waiting';
  const unread = waiting - reported;
  const hidden: Todo = {
    id: 'stories reported',
    tone: 'warn',
    text: m.stories_todo_reported({ count: reported }),
    hint: m.stories_todo_reported_hint(),
    href,
  };
  const fresh: Todo = {
    id: 'stories waiting',
    tone: 'inform',
    text: m.stories_todo_waiting({ count: unread }),
    hint: m.stories_todo_waiting_hint(),
    href,
  };
  return [...(reported > 0 ? [hidden] : []), ...(unread > 0 ? [fresh] : [])];
}

function faultTodo(fault: LibraryFault): Todo {
  const reason = fault.field === undefined ? faultWords(fault) : `${fault.field}, ${faultWords(fault)}`;
  const text =
    fault.line === undefined
      ? m.todo_fault_whole({ file: fault.file, reason })
      : m.todo_fault({ file: fault.file, line: fault.line, reason });
  return { id: `file ${fault.file}`, tone: 'alarm', text, hint: m.todo_fault_hint(), href: '/playlists' };
}

function itemFaults(view: ScreenView): Todo[] {
  if (view.health !== 'fault' && (view.heartbeat?.faults.length ?? 0) === 0) return [];
  const reason = view.heartbeat?.faults[0]?.reason ?? m.todo_item_fault_generic();
  const text = m.todo_item_fault({ name: view.screen.name, reason });
  return [{ id: `item ${view.screen.id}`, tone: 'alarm', text, href: `/screens/${view.screen.id}` }];
}

function dark(view: ScreenView): Todo[] {
  const { name, id } = view.screen;
  if (view.health !== 'page-dead' && view.health !== 'display-off') return [];
  const text = view.health === 'page-dead' ? m.screens_todo_page({ name }) : m.screens_todo_display({ name });
  return [{ id: `dark ${id}`, tone: 'alarm', text, href: `/screens/${id}` }];
}

function silent(view: ScreenView, nowMs: number): Todo[] {
  if (view.health !== 'silent' || view.lastHeardAt === undefined) return [];
  const text = m.todo_silent({ name: view.screen.name, time: spanWords(nowMs - Date.parse(view.lastHeardAt)) });
  return [{ id: `silent ${view.screen.id}`, tone: 'warn', text, href: `/screens/${view.screen.id}` }];
}

function pairingTodo(pairing: PairingView): Todo {
  const code = `${pairing.code.slice(0, 4)} ${pairing.code.slice(4)}`;
  const href = `/screens/pair?code=${pairing.code}`;
  return { id: `pair ${pairing.code}`, tone: 'inform', text: m.todo_pairing({ code }), href };
}

function behind(view: ScreenView): Todo[] {
  if (view.upToDate !== false || view.health === 'silent') return [];
  const text = m.todo_behind({ name: view.screen.name });
  return [{ id: `behind ${view.screen.id}`, tone: 'warn', text, href: `/screens/${view.screen.id}` }];
}

function withoutProgram(view: ScreenView): Todo[] {
  if (view.health !== 'idle') return [];
  const text = m.todo_nothing_scheduled({ name: view.screen.name });
  return [{ id: `idle ${view.screen.id}`, tone: 'inform', text, href: `/schedule?screen=${view.screen.id}` }];
}
