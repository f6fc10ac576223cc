/**
 * One question at a time on the phone, and answers that survive a dead network: what was typed stays in this tab
 * (sessionStorage), is sent once the network is back, and is forgotten when it has been taken. The server judges; the
 * page it answers takes the place of this one. Without this file the same form is filled in and sent whole.
 */
import { createDraft } from './draft.phone.ts';
import { rankByTaps } from './ranking.phone.ts';
import { deliver } from './send.phone.ts';
import { createSteps } from './steps.phone.ts';

enhance();

function enhance(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-survey]');
  const draft = createDraft(form?.dataset['survey'] ?? '');
  if (form === null) {
    draft.forget();
    return;
  }
  const part = <E extends HTMLElement = HTMLElement>(name: string) => form.querySelector<E>(`[data-${name}]`);
  const [back, next, send] = [part('back'), part('next'), part<HTMLButtonElement>('send')];
  if (back === null || next === null || send === null) return;
  const kept = draft.restore(form);
  const rankings = [...form.querySelectorAll<HTMLElement>('[data-ranking]')].map(rankByTaps);
  const steps = createSteps(form);
  const refused = form.querySelector<HTMLElement>('[data-refused]')?.dataset['question'];

  const go = (at: number): void => {
    const shown = steps.show(at);
    draft.keep(form, shown);
    if (history.state?.at === shown) return;
    history.pushState({ at: shown }, '');
  };
  form.addEventListener('input', () => {
    steps.count();
    draft.keep(form, steps.at());
  });
  back.addEventListener('click', () => history.back());
  next.addEventListener('click', () => {
    if (!steps.isComplete()) return;
    // What was to be looked at again has been.
    part('alert')?.setAttribute('hidden', '');
    go(steps.at() + 1);
  });
  addEventListener('popstate', ({ state }) => {
    // Back from the thanks, or to a form that is gone: the server knows what there is to show.
    if (!form.isConnected) location.reload();
    else draft.keep(form, steps.show(typeof state?.at === 'number' ? state.at : 0));
  });

  let leaving = false;
  const sendNow = async (): Promise<void> => {
    if (leaving) return;
    leaving = true;
    draft.keep(form, steps.at(), true);
    const page = await deliver(form, send, part('waiting'));
    leaving = false;
    const arrived = page.querySelector('main');
    if (arrived === null) return;
    if (page.querySelector('[data-taken]') !== null) draft.forget();
    else draft.keep(form, steps.at());
    document.title = page.title;
    document.querySelector('main')?.replaceWith(arrived);
    scrollTo(0, 0);
    enhance();
    const title = arrived.querySelector<HTMLElement>('[role="alert"], h1');
    title?.setAttribute('tabindex', '-1');
    title?.focus();
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!steps.isComplete()) return;
    if (steps.isLast()) void sendNow();
    else go(steps.at() + 1);
  });

  for (const ranking of rankings) ranking();
  const first = refused === undefined ? (kept?.at ?? 0) : steps.placeOf(refused);
  history.replaceState({ at: 0 }, '');
  for (let at = 0; at <= first; at += 1) go(at);
  if (kept?.isWaiting === true && refused === undefined) void sendNow();
}
