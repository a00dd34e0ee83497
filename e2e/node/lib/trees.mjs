// Random documents of Tiptap's schema: every node and mark that Quire knows, in the places where they may stand.
const words = ['tide', 'ebb', 'naïve', '𝒳yz', 'a*b', '<b>', '&amp;', '#1', '_x_', '[y]', '"q"', '`c`', '👩‍🚀', '\u00a0', 'end.']

export class Trees {
  /** @param random as `seeded` makes it */
  constructor (random) {
    this.random = random.next
  }

  #below (n) { return Math.floor(this.random() * n) }
  #pick (list) { return list[this.#below(list.length)] }
  #some (least, most, make) { return Array.from({ length: least + this.#below(most - least + 1) }, make) }

  document () { return { type: 'doc', content: this.#some(1, 6, () => this.#block(0)) } }

  #block (depth) {
    const kinds = ['paragraph', 'paragraph', 'heading', 'codeBlock', 'horizontalRule', 'image']
    if (depth < 3) kinds.push('blockquote', 'bulletList', 'orderedList', 'taskList', 'table')
    const type = this.#pick(kinds)
    const within = (least = 1) => this.#some(least, 2, () => this.#block(depth + 1))
    switch (type) {
      case 'paragraph': return this.#paragraph()
      case 'heading': return this.#node(type, { level: 1 + this.#below(6) }, this.#line())
      case 'codeBlock': return this.#node(type, this.#pick([{}, { language: 'c++' }]), this.#pick([[], [this.#plain()]]))
      case 'image': return this.#node(type, this.#image())
      case 'blockquote': return this.#node(type, {}, within())
      case 'bulletList': return this.#node(type, {}, this.#items('listItem', depth))
      case 'orderedList': return this.#node(type, this.#pick([{}, { start: 4 }, { type: 'a' }]), this.#items('listItem', depth))
      case 'taskList': return this.#node(type, {}, this.#items('taskItem', depth))
      case 'table': return this.#table()
      default: return { type }
    }
  }

  #node (type, attrs, content = []) {
    return { type, ...(Object.keys(attrs).length > 0 && { attrs }), ...(content.length > 0 && { content }) }
  }

  #items (type, depth) {
    return this.#some(1, 3, () => this.#node(type, type === 'taskItem' ? { checked: this.random() < 0.5 } : {},
      [this.#paragraph(), ...(depth < 2 && this.random() < 0.3 ? [this.#block(depth + 1)] : [])]))
  }

  #table () {
    const columns = 1 + this.#below(3)
    const row = type => this.#node('tableRow', {}, Array.from({ length: columns }, () =>
      this.#node(type, this.random() < 0.2 ? { colwidth: [120] } : {}, [this.#paragraph()])))
    return this.#node('table', {}, [row('tableHeader'), ...this.#some(0, 2, () => row('tableCell'))])
  }

  #image () {
    return { src: `https://example.org/${this.#below(9)}.png`, ...this.#pick([{}, { alt: 'a "view"' }, { title: 't', width: 40 }]) }
  }

  #paragraph () { return this.#node('paragraph', {}, this.random() < 0.1 ? [] : this.#line()) }

  #line () {
    const line = this.#some(1, 4, () => this.#text())
    if (this.random() < 0.2) line.push({ type: 'hardBreak' }, this.#text())
    if (this.random() < 0.2) line.push({ type: 'mention', attrs: { id: 'u/1', label: 'Ada L.' } })
    return line
  }

  #plain () { return { type: 'text', text: `if (a < b) {\n  ${this.#pick(words)}\n\n}` } }

  #text () {
    const text = this.#some(1, 3, () => this.#pick(words)).join(' ')
    const marks = ['bold', 'italic', 'strike', 'underline', 'superscript', 'highlight'].filter(() => this.random() < 0.2).map(type => ({ type }))
    if (this.random() < 0.15) marks.push({ type: 'link', attrs: { href: 'https://example.org/?q=a&b=(c)' } })
    const only = this.random() < 0.1 ? [{ type: 'code' }] : marks
    return { type: 'text', text, ...(only.length > 0 && { marks: only }) }
  }
}
