/** Undo and redo of schedule edits in this tab, through the same way of saving as every other change. At most 50. */
import { refreshAll } from '$app/navigation';
import type { Problem } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { problemWords } from '../problem-words.ts';
import type { Toasts } from '../ui/toasts.svelte.ts';
import { applied, reversed, type ScheduleEdit } from './edits.ts';
import { changeSchedule, inDraft, type Keeper } from './save-schedule.ts';

type Step = { edits: readonly ScheduleEdit[]; said: string };
const MAX_STEPS = 50;

export class History {
  #done = $state.raw<Step[]>([]);
  #undone = $state.raw<Step[]>([]);
  /** What was last said, for screen readers. */
  said = $state('');
  busy = $state(false);
  canUndo = $derived(this.#done.length > 0 && !this.busy);
  canRedo = $derived(this.#undone.length > 0 && !this.busy);
  #toasts: Toasts;
  #keeper: () => Keeper;
  #toast: number | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  /** `keeper`: where changes go, the schedules themselves or their drafts. */
  constructor(toasts: Toasts, keeper: () => Keeper) {
    this.#toasts = toasts;
    this.#keeper = keeper;
  }

  /** What was done in another place is not undone in this one. */
  forget(): void {
    this.#done = [];
    this.#undone = [];
  }

  /** Saves the edits as one step; the problem that stood in the way. */
  run(edits: readonly ScheduleEdit[], said: string): Promise<Problem | undefined> {
    return this.#inTurn(async () => {
      const problem = await this.#save(edits);
      if (problem !== undefined) return problem;
      this.#done = [...this.#done, { edits, said }].slice(-MAX_STEPS);
      this.#undone = [];
      this.#say(said, { action: { label: m.undo(), run: () => void this.undo() } });
      return undefined;
    });
  }

  undo(): Promise<void> {
    return this.#inTurn(async () => {
      const step = this.#done.at(-1);
      if (step === undefined) return;
      const problem = await this.#save(step.edits.map(reversed).toReversed());
      this.#done = this.#done.slice(0, -1);
      if (problem === undefined) this.#undone = [...this.#undone, step];
      this.#tell(problem, m.schedule_undone());
    });
  }

  redo(): Promise<void> {
    return this.#inTurn(async () => {
      const step = this.#undone.at(-1);
      if (step === undefined) return;
      const problem = await this.#save(step.edits);
      this.#undone = this.#undone.slice(0, -1);
      if (problem === undefined) this.#done = [...this.#done, step];
      this.#tell(problem, m.schedule_redone({ what: step.said }));
    });
  }

  get isDraft(): boolean {
    return this.#keeper() === inDraft;
  }

  /** A key pressed while a save is on its way waits for it: two quick undos are two. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(act);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** In order; where one is refused, those before it are taken back. */
  async #save(edits: readonly ScheduleEdit[]): Promise<Problem | undefined> {
    this.busy = true;
    const done: ScheduleEdit[] = [];
    let problem: Problem | undefined;
    for (const edit of edits) {
      problem = await changeSchedule(this.#keeper(), edit.scheduleId, (fresh) => applied(fresh, edit));
      if (problem !== undefined) break;
      done.push(edit);
    }
    if (problem !== undefined) {
      for (const edit of done.toReversed().map(reversed))
        await changeSchedule(this.#keeper(), edit.scheduleId, (fresh) => applied(fresh, edit));
    }
    await refreshAll();
    this.busy = false;
    return problem;
  }

  #tell(problem: Problem | undefined, said: string): void {
    this.#say(problem === undefined ? said : problemOf(problem), problem === undefined ? {} : { tone: 'bad' });
  }

  /** One message at a time, so that none covers what is worked on. */
  #say(said: string, options: Parameters<Toasts['show']>[1]): void {
    this.quiet();
    this.said = said;
    this.#toasts.show(said, options);
    this.#toast = this.#toasts.list.at(-1)?.id;
  }

  /** Takes the last message away, e.g. before a dialog opens. */
  quiet(): void {
    if (this.#toast !== undefined) this.#toasts.dismiss(this.#toast);
    this.#toast = undefined;
  }
}

export function problemOf(problem: Problem): string {
  return problem.status === 412 ? m.schedule_changed_elsewhere() : problemWords(problem);
}
