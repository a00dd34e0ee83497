const STEPS: Partial<Record<string, (index: number, count: number) => number>> = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (_index, count) => count - 1,
};

/** One tab stop for a whole toolbar, arrow keys inside it, as the ARIA toolbar pattern asks. */
export function roving(toolbar: HTMLElement): void {
  const stops = [...toolbar.querySelectorAll<HTMLElement>('button, select')];
  const makeCurrent = (current: HTMLElement): void => {
    for (const stop of stops) stop.tabIndex = stop === current ? 0 : -1;
  };
  if (stops[0]) makeCurrent(stops[0]);
  toolbar.addEventListener('focusin', (event) => {
    if (event.target instanceof HTMLElement && stops.includes(event.target)) makeCurrent(event.target);
  });
  toolbar.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    const index = stops.indexOf(event.target as HTMLElement);
    if (!step || index < 0) return;
    event.preventDefault();
    stops[step(index, stops.length)]?.focus();
  });
}
