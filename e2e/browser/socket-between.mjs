import { EventEmitter, once } from 'node:events';

const SYNC = 0;
const SYNC_STATUS = 8;
const STEP_2 = 1;
const UPDATE = 2;

/**
 * Sits between a page and the server's /collab, to keep the server's verdicts on changes back or to
 * cut the connection. Frames are only looked at, never changed, and keep their order.
 */
export class SocketBetween extends EventEmitter {
  static async install(page) {
    const between = new SocketBetween();
    await page.routeWebSocket(/\/collab$/, (socket) => between.#connect(socket));
    return between;
  }

  #holding = false;
  #isCut = false;
  #queue = [];
  #sockets = null;
  #changes = 0;
  #verdicts = 0;

  /** Verdicts kept back at present. */
  get held() {
    return this.#queue.filter(isVerdict).length;
  }

  holdVerdicts() {
    this.#holding = true;
  }

  async heldVerdicts(number) {
    await this.#until(() => this.held >= number);
  }

  /** Until the server has answered every change that the page has sent on this connection. */
  async allVerdictsHeld() {
    await this.#until(() => this.#changes > 0 && this.#verdicts === this.#changes);
  }

  /** Lets so many verdicts through, with everything between them. */
  release(number) {
    let left = number;
    while (this.#queue.length > 0 && (left > 0 || !isVerdict(this.#queue[0]))) {
      const frame = this.#queue.shift();
      if (isVerdict(frame)) left--;
      this.#sockets.page.send(frame);
    }
  }

  releaseAll() {
    this.#holding = false;
    this.release(Number.POSITIVE_INFINITY);
  }

  /** Until the page has dealt with what was sent to it: its answer comes from a later task. */
  async passedOn(page) {
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  }

  /** Closes the connection, and refuses new ones until mended. */
  async cut() {
    this.#isCut = true;
    const { page, server } = this.#sockets;
    await server.close();
    await page.close({ code: 1012, reason: 'cut by the test' });
  }

  mend() {
    this.#isCut = false;
  }

  #connect(page) {
    if (this.#isCut) {
      void page.close({ code: 1013, reason: 'cut by the test' });
      return;
    }
    const server = page.connectToServer();
    this.#sockets = { page, server };
    this.#queue = [];
    this.#changes = 0;
    this.#verdicts = 0;
    page.onMessage((frame) => {
      if (isChange(frame)) this.#changes++;
      server.send(frame);
    });
    server.onMessage((frame) => {
      if (isVerdict(frame)) this.#verdicts++;
      if (this.#holding) this.#queue.push(frame);
      else page.send(frame);
      this.#passWhatIsNoVerdict();
      this.emit('moved');
    });
  }

  /** Only verdicts wait, and what comes behind them: the order of frames is part of the protocol. */
  #passWhatIsNoVerdict() {
    while (this.#queue.length > 0 && !isVerdict(this.#queue[0])) this.#sockets.page.send(this.#queue.shift());
  }

  async #until(condition) {
    while (!condition()) await once(this, 'moved');
  }
}

function isVerdict(frame) {
  return typeOf(frame)[0] === SYNC_STATUS;
}

function isChange(frame) {
  const [type, step] = typeOf(frame);
  return type === SYNC && (step === STEP_2 || step === UPDATE);
}

/** The message type behind the document's name, and the byte after it; names here are short. */
function typeOf(frame) {
  const start = 1 + frame[0];
  return [frame[start], frame[start + 1]];
}
