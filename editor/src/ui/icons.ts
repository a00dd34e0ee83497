/** Strokes on a 24 × 24 grid, drawn for Quire. */
const paths = {
  back: 'M19 12H5m6-6-6 6 6 6',
  bold: 'M7 5h6.5a3.5 3.5 0 0 1 0 7H7zm0 7h7.5a3.5 3.5 0 0 1 0 7H7z',
  italic: 'M10 5h8M6 19h8M14.5 5l-5 14',
  underline: 'M7 4v7a5 5 0 0 0 10 0V4M6 20h12',
  strike:
    'M4 12h16M16.5 7.5C16 5.7 14.3 5 12 5 9.3 5 7.5 6.3 7.5 8.5c0 1.6 1 2.7 2.5 3.5m6.3 2.5c.5 2.7-1.5 4.5-4.3 4.5-2.7 0-4.4-1.2-4.8-3.2',
  code: 'm8 7-5 5 5 5m8-10 5 5-5 5',
  link: 'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7m2 3a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7L12 17',
  bulletList: 'M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01',
  orderedList: 'M10 6h10M10 12h10M10 18h10M4 4.5 5.5 4v5M3.8 15.3c.4-1.5 2.9-1.3 2.6.3-.2 1-1.7 1.9-2.6 3.4h2.8',
  taskList: 'm3 6.5 1.5 1.5L7.5 5M3 16.5 4.5 18l3-3M11 7h10M11 17h10',
  quote: 'M5 5v14M10 8h9M10 12h9M10 16h6',
  codeBlock: 'M4 5h16v14H4zm6 4-3 3 3 3m4-6 3 3-3 3',
  rule: 'M4 12h16',
  undo: 'M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-4',
  redo: 'm16 5 4 4-4 4m4-4H10a5.5 5.5 0 0 0 0 11h4',
  share: 'M10 14 20 4m-6 0h6v6M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5',
  history: 'M4 12a8 8 0 1 1 2.5 5.8M4 12l-1.5-3M4 12l3-2M12 8v4.5l3 2',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.3-4 2.8-6 6.5-6s6.2 2 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .8 3.3 2.6 3.5 5.5',
  plus: 'M12 5v14M5 12h14',
  page: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
} as const;

export type IconName = keyof typeof paths;

const SVG = 'http://www.w3.org/2000/svg';

/** An icon that says nothing to assistive technology; what it stands on carries the label. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}
