import { problemFrom, UnreachableError } from './problem';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path under /api/v1, with its query. */
  readonly path: string;
  readonly body?: unknown;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Let the browser finish this request even when the page goes away meanwhile. */
  readonly keepalive?: boolean;
}

/** An answer that takes longer is not coming; without a limit a lost one would hold its caller for ever. */
const TIMEOUT_MS = 30_000;

export type Send = (request: ApiRequest) => Promise<unknown>;

/**
 * Sends one request to the page's own origin and returns the decoded answer (undefined for an
 * empty one).
 *
 * @throws ProblemError when the server refused
 * @throws UnreachableError when there was no answer
 */
export const send: Send = async (request) => {
  const headers = new Headers(request.headers);
  headers.set('Accept', 'application/json');
  if (request.body !== undefined) headers.set('Content-Type', 'application/json');
  if (request.token !== undefined) headers.set('Authorization', `Bearer ${request.token}`);

  let response: Response;
  try {
    response = await fetch(`/api/v1${request.path}`, {
      method: request.method,
      headers,
      body: request.body === undefined ? null : JSON.stringify(request.body),
      credentials: 'same-origin',
      cache: 'no-store',
      keepalive: request.keepalive ?? false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    throw new UnreachableError(error);
  }
  if (!response.ok) throw await problemFrom(response);
  if (response.status === 204) return undefined;
  try {
    return (await response.json()) as unknown;
  } catch (error) {
    throw new UnreachableError(error);
  }
};
