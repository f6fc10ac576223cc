/** Which question is on the page, by the same branching as on the server, and how far one is. */
import { wayThrough } from '@palier/playlists/survey-way';
import type { Jump } from '@palier/playlists/survey-question';
import { readAnswers, type AskedField } from './form-answers.ts';

type Asked = AskedField & { element: HTMLElement; jumps: Jump[] };

export function createSteps(form: HTMLFormElement) {
  const part = (name: string) => form.querySelector<HTMLElement>(`[data-${name}]`);
  const asked = [...form.querySelectorAll<HTMLElement>('[data-question]')].map(askedIn);
  const [intro, back, next, send] = [part('intro'), part('back'), part('next'), part('send')];
  const [progress, brief, bar] = [part('progress'), part('brief'), part('bar')];
  const words = progress?.querySelector('p');
  const onward = next?.textContent ?? '';
  let present = 0;

  const answers = () => readAnswers(asked, new FormData(form));
  const way = () => wayThrough({ questions: asked }, answers());
  form.classList.add('on');
  for (const element of form.querySelectorAll<HTMLElement>('[data-plain]')) element.hidden = true;

  /** How many questions there are depends on what was answered. */
  function count(): void {
    const of = way().length;
    if (words)
      words.textContent = (words.dataset['words'] ?? '').replace('{at}', `${present}`).replace('{of}', `${of}`);
    if (bar) bar.style.width = `${(present / Math.max(1, of)) * 100}%`;
    const isLast = present >= of;
    if (next) next.hidden = isLast;
    if (send) send.hidden = !isLast;
  }

  return {
    count,
    at: () => present,
    isLast: () => present >= way().length,
    placeOf: (id: string) => Math.max(0, way().findIndex((question) => question.id === id) + 1),
    /** Shows the introduction (0) or a question of the way; answers which it is. */
    show(wanted: number): number {
      const path = way();
      const moved = wanted !== present;
      present = Math.max(0, Math.min(wanted, path.length));
      const now = path[present - 1];
      for (const { element } of asked) element.hidden = element !== now?.element;
      if (intro) intro.hidden = present > 0;
      if (back) back.hidden = present === 0;
      if (progress) progress.hidden = present === 0;
      if (brief) brief.hidden = present === 0;
      if (next) next.textContent = present === 0 ? (next.dataset['start'] ?? onward) : onward;
      form.dataset['at'] = String(present);
      count();
      if (moved) {
        scrollTo(0, 0);
        const legend = now?.element.querySelector<HTMLElement>('legend');
        legend?.setAttribute('tabindex', '-1');
        legend?.focus({ preventScroll: true });
      }
      return present;
    },
    /** What is on the page can be left; otherwise says what is missing. The rest is judged by the server. */
    isComplete(): boolean {
      const question = way()[present - 1];
      if (question === undefined) {
        const name = form.querySelector<HTMLInputElement>('[data-intro] input:not([type="hidden"])');
        return say(intro, name === null || name.value.trim() !== '' ? '' : 'name', name);
      }
      const { dataset } = question.element;
      const answer = answers()[question.id];
      const most = dataset['most'];
      const isMissing = answer === undefined && dataset['required'] !== undefined;
      const isMany = Array.isArray(answer) && most !== undefined && answer.length > Number(most);
      return say(question.element, isMissing ? 'missing' : isMany ? 'too-many' : '');
    },
  };
}

function say(within: HTMLElement | null, fault: string, field?: HTMLElement | null): boolean {
  for (const line of within?.querySelectorAll<HTMLElement>('[data-fault]') ?? [])
    line.hidden = line.dataset['fault'] !== fault;
  if (fault === '') return true;
  const line = within?.querySelector<HTMLElement>(`[data-fault="${fault}"]`);
  line?.setAttribute('role', 'alert');
  (field ?? within?.querySelector<HTMLElement>('input, select, textarea'))?.focus();
  return false;
}

function askedIn(element: HTMLElement): Asked {
  const { question = '', kind, several, jumps } = element.dataset;
  return {
    id: question,
    // Both were written by the server from the survey's own schema.
    kind: kind as AskedField['kind'],
    several: several !== undefined,
    jumps: JSON.parse(jumps ?? '[]'),
    element,
  };
}
