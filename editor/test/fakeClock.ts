import type { Clock } from '../src/session/session';

interface Timer {
  readonly at: number;
  readonly work: () => void;
}

/** Time that moves only when a test says so. */
export class FakeClock implements Clock {
  #now = 1_000_000;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  after(delay: number, work: () => void): () => void {
    const timer = { at: this.#now + delay, work };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Moves time on, running what falls due in its order, and lets the promises behind it settle. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      const [due] = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!due) break;
      this.#now = due.at;
      this.#timers.delete(due);
      due.work();
      await settled();
    }
    this.#now = end;
    await settled();
  }

  /** Moves time on as a sleeping laptop does: no timer runs. */
  sleep(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

/** A macrotask later, every chain of promises without real I/O has come to its end. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
