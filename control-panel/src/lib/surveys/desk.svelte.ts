/**
 * One survey on the desk, shared by its tabs: shown as changed at once, saved a moment after the last letter with
 * `If-Match`, every change can be taken back. After publication what protects people cannot be taken back, so there is
 * no undo then.
 */
import { getContext, setContext } from 'svelte';
import { SurveyContent } from '@palier/playlists/survey';
import {
  checkSurvey,
  contentOf,
  frozenFaults,
  type FrozenFault,
  type SurveyFinding,
} from '@palier/playlists/survey-publish';
import type { SurveyView, Versioned } from '@palier/api/client';
import { isRefusal, settle, type Client, type Problem } from '../api.ts';
import { createSaveQueue, takeNews, type SaveState } from '../playlists/save-queue.ts';
import { noSteps, stepBack, stepForward, stepped, type Steps } from './undo.ts';

type Deps = {
  surveys: Pick<Client['surveys'], 'get' | 'put' | 'publish' | 'close'>;
  loaded: Versioned<SurveyView>;
  /** Runs something after a while; what comes back calls it off. */
  after: (run: () => void, ms: number) => () => void;
};

/** How long after the last letter it is saved. */
const TYPING_MS = 600;
const KEY = Symbol('survey');

export class SurveyDesk {
  view = $state.raw<SurveyView>() as SurveyView;
  content = $state.raw<SurveyContent>() as SurveyContent;
  save = $state<SaveState>('saved');
  problem = $state.raw<Problem>();
  /** Set when somebody else saved in between: their version. */
  theirs = $state.raw<Versioned<SurveyView>>();
  /** What of the last change cannot be saved: a field and why. */
  frozen = $state.raw<FrozenFault[]>([]);
  #steps = $state.raw<Steps<SurveyContent>>(noSteps());
  /** Somebody tried to publish: what is missing is marked everywhere, also where one has only just begun. */
  tried = $state(false);
  readonly findings: SurveyFinding[] = $derived(checkSurvey(this.content));
  #cancelTyping: (() => void) | undefined;
  #waiting = $state(false);
  readonly #deps: Deps;
  readonly #queue;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.view = deps.loaded.value;
    this.content = contentOf(deps.loaded.value.survey);
    this.#queue = createSaveQueue<SurveyContent>({
      etag: deps.loaded.etag,
      put: async (content, etag) => {
        const outcome = await settle(deps.surveys.put(this.view.survey.id, content, etag));
        if (!isRefusal(outcome)) this.view = outcome.value;
        return outcome;
      },
      onstate: (state, problem) => {
        this.save = state;
        this.problem = problem;
        if (problem?.status === 412) void this.#fetchTheirs();
      },
    });
  }

  get isDraft(): boolean {
    return this.view.survey.state === 'draft';
  }
  /** Nothing here waits to be saved. */
  get isSaved(): boolean {
    return !this.#waiting && this.save === 'saved';
  }
  get canUndo(): boolean {
    return this.isDraft && this.#steps.past.length > 0;
  }
  get canRedo(): boolean {
    return this.isDraft && this.#steps.future.length > 0;
  }

  /** Shows and saves the change. `field` names what is being typed in. What comes back takes the change back. */
  change(patch: Partial<SurveyContent>, field?: string): () => void {
    const before = this.content;
    const next = { ...before, ...patch };
    this.frozen = frozenFaults(this.view.survey, next);
    if (this.frozen.length > 0) return () => undefined;
    this.#steps = stepped(this.#steps, before, field);
    this.#set(next, field === undefined ? 0 : TYPING_MS);
    return () => {
      if (this.isDraft) this.change(before);
    };
  }

  undo(): void {
    this.#go(stepBack(this.#steps, this.content));
  }
  redo(): void {
    this.#go(stepForward(this.#steps, this.content));
  }
  #go(step: { value: SurveyContent; steps: Steps<SurveyContent> } | undefined): void {
    if (step === undefined || !this.isDraft) return;
    this.#steps = step.steps;
    this.#set(step.value, 0);
  }

  #set(content: SurveyContent, waitMs: number): void {
    this.content = content;
    this.#cancelTyping?.();
    this.#waiting = true;
    if (waitMs === 0) this.flush();
    else this.#cancelTyping = this.#deps.after(() => this.flush(), waitMs);
  }

  /** Sends what waits, unless the schema refuses it. */
  flush(): void {
    this.#cancelTyping?.();
    this.#cancelTyping = undefined;
    if (!this.#waiting) return;
    const parsed = SurveyContent.safeParse(this.content);
    if (!parsed.success) {
      this.save = 'refused';
      this.problem = {
        type: 'about:blank',
        title: 'Not valid',
        status: 422,
        fields: parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), reason: message })),
      };
      return;
    }
    this.#waiting = false;
    this.#queue.change(parsed.data);
  }

  retry(): void {
    this.#waiting = true;
    this.flush();
    this.#queue.retry();
  }

  /** A newer version from the server: taken only when nothing of ours waits. */
  adopt(loaded: Versioned<SurveyView>): void {
    void takeNews({
      queue: this.#queue,
      news: loaded,
      isIdle: () => !this.#waiting && this.#queue.idle,
      ask: () => this.#fetch(),
      take: (news) => {
        this.view = news.value;
        if (news.etag !== this.#queue.etag) this.#take(news);
      },
    });
  }

  takeTheirs(): void {
    if (this.theirs === undefined) return;
    this.#take(this.theirs);
    this.theirs = undefined;
  }

  keepMine(): void {
    const etag = this.theirs?.etag;
    this.theirs = undefined;
    this.#queue.retry(etag);
  }

  async publish(): Promise<Problem | undefined> {
    return this.#act(() => this.#deps.surveys.publish(this.view.survey.id));
  }

  async close(): Promise<Problem | undefined> {
    return this.#act(() => this.#deps.surveys.close(this.view.survey.id));
  }

  async #act(ask: () => ReturnType<Client['surveys']['publish']>): Promise<Problem | undefined> {
    this.flush();
    if (this.#waiting || !(await this.#queue.settled())) return this.problem;
    const outcome = await settle(ask());
    if (isRefusal(outcome)) return outcome.problem;
    const fresh = await this.#fetch();
    if (fresh === undefined) this.view = outcome;
    else this.#take(fresh);
    return undefined;
  }

  #take({ value, etag }: Versioned<SurveyView>): void {
    this.view = value;
    this.content = contentOf(value.survey);
    this.#steps = noSteps();
    this.#waiting = false;
    this.#queue.adopt(etag);
  }

  async #fetchTheirs(): Promise<void> {
    this.theirs = (await this.#fetch()) ?? this.theirs;
  }

  async #fetch(): Promise<Versioned<SurveyView> | undefined> {
    const loaded = await settle(this.#deps.surveys.get(this.view.survey.id));
    return isRefusal(loaded) ? undefined : loaded;
  }
}

export const setSurveyDesk = (desk: SurveyDesk): SurveyDesk => setContext(KEY, desk);
export const getSurveyDesk = (): SurveyDesk => getContext<SurveyDesk>(KEY);
