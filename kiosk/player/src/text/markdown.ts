/** Markdown of the Rules card to safe HTML. HTML in the text is shown as text; links and pictures leave only their words. */
import MarkdownIt from 'markdown-it';
import type { Language } from '@palier/playlists/localized';
import { typeset } from './typography.ts';

export function createMarkdown(language: Language): (text: string) => string {
  const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true });
  markdown.disable(['table', 'code', 'fence', 'hr', 'lheading', 'reference', 'html_block']);
  const { rules } = markdown.renderer;
  rules['text'] = (tokens, index) => markdown.utils.escapeHtml(typeset(tokens[index]?.content ?? '', language));
  rules['link_open'] = () => '<u>';
  rules['link_close'] = () => '</u>';
  rules['image'] = (tokens, index) => markdown.utils.escapeHtml(typeset(tokens[index]?.content ?? '', language));
  return (text) => markdown.render(text);
}
