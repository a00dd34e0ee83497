import { Extension } from '@tiptap/core';
import { DOMParser, type ParseOptions, type Schema, type Slice } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';

/*
 * Pasted HTML is parsed in an inert document, but the content security policy holds there too:
 * style attributes are dropped (with them the bold of a Google document, and its <b> that means
 * "not bold"), and each, like each event handler, is reported as a violation. So such attributes are
 * renamed before parsing, and styles are given back through the CSS object model, which is allowed.
 */

const HELD_STYLE = 'data-held-style';

const TAG = /<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/giu;
const STYLE_ATTRIBUTE = /([\s"'])style(?=\s*=)/giu;
const HANDLER_ATTRIBUTE = /([\s"'])on(?=[a-z]+\s*=)/giu;
const STYLE_ELEMENT = /<style\b[\s\S]*?(?:<\/style\s*>|$)/giu;

/** Takes out of pasted HTML what the policy would report; no text is touched. */
export function withoutPolicyViolations(html: string): string {
  return html
    .replace(STYLE_ELEMENT, '')
    .replace(TAG, (tag) => tag.replace(STYLE_ATTRIBUTE, `$1${HELD_STYLE}`).replace(HANDLER_ATTRIBUTE, '$1data-on'));
}

/** Reads pasted elements by the schema's rules, with the styles that were held back. */
class PastedHtmlParser extends DOMParser {
  constructor(schema: Schema) {
    super(schema, DOMParser.fromSchema(schema).rules);
  }

  override parseSlice(dom: Node, options?: ParseOptions): Slice {
    if (dom instanceof Element) {
      for (const element of dom.querySelectorAll<HTMLElement>(`[${HELD_STYLE}]`)) {
        element.style.cssText = element.getAttribute(HELD_STYLE) ?? '';
      }
    }
    return super.parseSlice(dom, options);
  }
}

/** Makes pasting from elsewhere keep its formatting under the policy. */
export const PastedHtml = Extension.create({
  name: 'pastedHtml',
  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          transformPastedHTML: withoutPolicyViolations,
          clipboardParser: new PastedHtmlParser(this.editor.schema),
        },
      }),
    ];
  },
});
