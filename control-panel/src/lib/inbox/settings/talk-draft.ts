/** Settings of the conversations as a form holds them, and back. An empty text is an absent one. Pure. */
import type { Localized } from '@palier/playlists/localized';
import type { TalkSettings } from '@palier/playlists/talk-settings';

export type TalkDraft = Omit<TalkSettings, 'contact' | 'signpost' | 'signpostUrl'> & {
  contactFr: string;
  contactEn: string;
  signpostFr: string;
  signpostEn: string;
  signpostUrl: string;
};

export function draftOf(settings: TalkSettings): TalkDraft {
  const { contact, signpost, signpostUrl, ...rest } = structuredClone(settings);
  return {
    ...rest,
    contactFr: contact?.fr ?? '',
    contactEn: contact?.en ?? '',
    signpostFr: signpost?.fr ?? '',
    signpostEn: signpost?.en ?? '',
    signpostUrl: signpostUrl ?? '',
  };
}

/** What is sent; the schema has the last word on it. */
export function settingsOf(draft: TalkDraft): unknown {
  const { contactFr, contactEn, signpostFr, signpostEn, signpostUrl, ...rest } = draft;
  const contact = localizedOf(contactFr, contactEn);
  const signpost = localizedOf(signpostFr, signpostEn);
  return {
    ...rest,
    ...(contact === undefined ? {} : { contact }),
    ...(signpost === undefined ? {} : { signpost }),
    ...(signpostUrl.trim() === '' ? {} : { signpostUrl: signpostUrl.trim() }),
  };
}

function localizedOf(fr: string, en: string): Localized | undefined {
  const text = { ...(fr.trim() === '' ? {} : { fr: fr.trim() }), ...(en.trim() === '' ? {} : { en: en.trim() }) };
  return Object.keys(text).length === 0 ? undefined : text;
}
