/**
 * What was typed so far, in this tab alone: the browser forgets it when the tab is closed. Where there is no storage
 * (private windows of old browsers) nothing is kept, and nothing else changes.
 */
const PLACE = 'palier-survey';

export type Kept = { at: number; isWaiting: boolean };
type Draft = Kept & { survey: string; fields: [string, string][] };

export function createDraft(survey: string) {
  return {
    /** `isWaiting`: it was to be sent, and is sent as soon as the page is there again. */
    keep(form: HTMLFormElement, at: number, isWaiting = false): void {
      const fields = [...new FormData(form).entries()].flatMap(([name, value]): [string, string][] =>
        typeof value === 'string' ? [[name, value]] : [],
      );
      stored((storage) => storage.setItem(PLACE, JSON.stringify({ survey, at, isWaiting, fields } satisfies Draft)));
    },
    /** Fills the form in again, with the attempt's key: what was sent already counts once. */
    restore(form: HTMLFormElement): Kept | undefined {
      const draft = parse(stored((storage) => storage.getItem(PLACE)) ?? '');
      if (draft?.survey !== survey) return undefined;
      const given = new Set(draft.fields.map((field) => field.join(' ')));
      const texts = new Map(draft.fields);
      for (const element of form.elements) {
        if (element instanceof HTMLInputElement && (element.type === 'radio' || element.type === 'checkbox'))
          element.checked = given.has(`${element.name} ${element.value}`);
        else if (isField(element) && element.name !== 'k' && element.name !== 'c')
          element.value = texts.get(element.name) ?? element.value;
      }
      return draft;
    },
    forget(): void {
      stored((storage) => storage.removeItem(PLACE));
    },
  };
}

const isField = (element: Element) =>
  element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;

function stored<T>(work: (storage: Storage) => T): T | undefined {
  try {
    return work(sessionStorage);
  } catch {
    // Forbidden or full: the page works without.
    return undefined;
  }
}

function parse(text: string): Draft | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isDraft = typeof value === 'object' && value !== null && 'survey' in value && 'fields' in value;
    // Nobody but this page writes here.
    return isDraft ? (value as Draft) : undefined;
  } catch {
    return undefined;
  }
}
