/** Undo and redo of schedule edits in this tab, through the same way of saving as every other change. At most 50. */
import { refreshAll } from '$app/navigation';
import { api, type Problem } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { problemWords } from '../problem-words.ts';
import type { Toasts } from '../ui/toasts.svelte.ts';
import { applied, reversed, type ScheduleEdit } from './edits.ts';
import { changeSchedule } from './save-schedule.ts';

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

  constructor(toasts: Toasts) {
    this.#toasts = toasts;
  }

  /** Saves the edits as one step; the problem that stood in the way. */
  async run(edits: readonly ScheduleEdit[], said: string): Promise<Problem | undefined> {
    const problem = await this.#save(edits);
    if (problem !== undefined) return problem;
    this.#done = [...this.#done, { edits, said }].slice(-MAX_STEPS);
    this.#undone = [];
    this.#toasts.show(said, { action: { label: m.undo(), run: () => void this.undo() } });
    this.said = said;
    return undefined;
  }

  async undo(): Promise<void> {
    const step = this.#done.at(-1);
    if (step === undefined || this.busy) return;
    const problem = await this.#save(step.edits.map(reversed).toReversed());
    this.#done = this.#done.slice(0, -1);
    if (problem === undefined) this.#undone = [...this.#undone, step];
    this.#tell(problem, m.schedule_undone());
  }

  async redo(): Promise<void> {
    const step = this.#undone.at(-1);
    if (step === undefined || this.busy) return;
    const problem = await this.#save(step.edits);
    this.#undone = this.#undone.slice(0, -1);
    if (problem === undefined) this.#done = [...this.#done, step];
    this.#tell(problem, m.schedule_redone({ what: step.said }));
  }

  /** In order; where one is refused, those before it are taken back. */
  async #save(edits: readonly ScheduleEdit[]): Promise<Problem | undefined> {
    this.busy = true;
    const done: ScheduleEdit[] = [];
    let problem: Problem | undefined;
    for (const edit of edits) {
      problem = await changeSchedule(api.schedules, edit.scheduleId, (fresh) => applied(fresh, edit));
      if (problem !== undefined) break;
      done.push(edit);
    }
    if (problem !== undefined) {
      for (const edit of done.toReversed().map(reversed))
        await changeSchedule(api.schedules, edit.scheduleId, (fresh) => applied(fresh, edit));
    }
    await refreshAll();
    this.busy = false;
    return problem;
  }

  #tell(problem: Problem | undefined, said: string): void {
    this.said = problem === undefined ? said : problemOf(problem);
    this.#toasts.show(this.said, problem === undefined ? {} : { tone: 'bad' });
  }
}

export function problemOf(problem: Problem): string {
  return problem.status === 412 ? m.schedule_changed_elsewhere() : problemWords(problem);
}
