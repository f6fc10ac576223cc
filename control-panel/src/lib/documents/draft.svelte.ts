/** A document while it is edited: what was loaded, what was changed since, and saving it without overwriting anybody. */
import { DocumentContent, type DocumentText } from '@palier/playlists/document';
import type { Language } from '@palier/playlists/localized';
import { UserId } from '@palier/playlists/ids';
import { api, isRefusal, settle, type DocumentView, type Problem, type Versioned } from '../api.ts';

type Fields = { content: DocumentContent; ownerId: string; reviewOn: string };

const fieldsOf = (view: DocumentView): Fields => ({
  content: view.content,
  ownerId: view.owner?.id ?? '',
  reviewOn: view.reviewOn ?? '',
});

export class DocumentDraft {
  fields = $state.raw<Fields>() as Fields;
  view = $state.raw<DocumentView>() as DocumentView;
  busy = $state(false);
  #etag: string;
  #saved = $state.raw('');

  constructor({ value, etag }: Versioned<DocumentView>) {
    this.#etag = etag;
    this.#take({ value, etag });
  }

  get isDirty(): boolean {
    return JSON.stringify(this.fields) !== this.#saved;
  }

  /** What can be saved: every language that was begun has a title, and no point is empty. */
  get isWhole(): boolean {
    return this.#tidied() !== undefined;
  }

  /** News from the server: taken unless something here is not saved yet. */
  follow(loaded: Versioned<DocumentView>): void {
    if (!this.isDirty && !this.busy) this.#take(loaded);
  }

  set(change: Partial<Fields>): void {
    this.fields = { ...this.fields, ...change };
  }

  setText(language: Language, text: DocumentText | undefined): void {
    const { [language]: _, ...rest } = this.fields.content;
    this.set({ content: text === undefined ? rest : { ...rest, [language]: text } });
  }

  async save(): Promise<Problem | undefined> {
    const content = this.#tidied();
    if (content === undefined) return undefined;
    const { ownerId, reviewOn } = this.fields;
    const edit = {
      content,
      ...(ownerId === '' ? {} : { ownerId: UserId.parse(ownerId) }),
      ...(reviewOn === '' ? {} : { reviewOn }),
    };
    return this.#through(api.documents.put(this.view.id, edit, this.#etag));
  }

  async publish(): Promise<Problem | undefined> {
    const refused = this.isDirty ? await this.save() : undefined;
    return refused ?? this.#through(api.documents.publish(this.view.id));
  }

  restore(version: number): Promise<Problem | undefined> {
    return this.#through(api.documents.restore(this.view.id, version));
  }

  async #through(asked: ReturnType<typeof api.documents.publish>): Promise<Problem | undefined> {
    this.busy = true;
    const outcome = await settle(asked);
    this.busy = false;
    if (isRefusal(outcome)) return outcome.problem;
    this.#take(outcome);
    return undefined;
  }

  #take({ value, etag }: Versioned<DocumentView>): void {
    this.view = value;
    this.fields = fieldsOf(value);
    this.#etag = etag;
    this.#saved = JSON.stringify(this.fields);
  }

  /** Points that were begun and left empty go. */
  #tidied(): DocumentContent | undefined {
    const { content } = this.fields;
    const tidy = (text: DocumentText | undefined) =>
      text && { ...text, points: text.points.filter((point) => point.text.trim() !== '') };
    const parsed = DocumentContent.safeParse({ ...content, fr: tidy(content.fr), en: tidy(content.en) });
    return parsed.success ? parsed.data : undefined;
  }
}
