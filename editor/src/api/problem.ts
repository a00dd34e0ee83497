/** What the server said when it refused, in words that can be shown to the person (RFC 9457). */
export class ProblemError extends Error {
  readonly status: number;
  readonly type: string;

  constructor(status: number, detail: string, type = 'about:blank') {
    super(detail);
    this.name = 'ProblemError';
    this.status = status;
    this.type = type;
  }
}

/** The server could not be reached at all, or hung up in the middle of an answer. */
export class UnreachableError extends Error {
  constructor(cause?: unknown) {
    super('Quire cannot be reached. Check your connection, then try again.', { cause });
    this.name = 'UnreachableError';
  }
}

const fallbacks: Partial<Record<number, string>> = {
  401: 'You are signed out. Sign in and try again.',
  403: 'You are not allowed to do this.',
  404: 'This does not exist, or you have no access to it.',
  413: 'This is too large.',
  429: 'Too many attempts. Wait a moment, then try again.',
  503: 'Quire is busy or restarting. Try again in a moment.',
};

/** Turns an unsuccessful answer into an error; a proxy's page of HTML must do no harm here. */
export async function problemFrom(response: Response): Promise<ProblemError> {
  const fallback =
    fallbacks[response.status] ?? `Quire answered with status ${response.status}. Try again in a moment.`;
  const contentType = response.headers.get('content-type') ?? '';
  if (!contentType.includes('json')) return new ProblemError(response.status, fallback);
  try {
    const body: unknown = await response.json();
    return new ProblemError(
      response.status,
      textField(body, 'detail') ?? textField(body, 'title') ?? fallback,
      textField(body, 'type'),
    );
  } catch {
    return new ProblemError(response.status, fallback);
  }
}

function textField(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const value = (body as Record<string, unknown>)[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The sentence to show for anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof ProblemError || error instanceof UnreachableError
    ? error.message
    : 'Something went wrong on this page. Reload it and try again.';
}
