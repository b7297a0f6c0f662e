/** The token, the session or its refresh token is not good any more. 1104, a wrong password, is another matter. */
const SESSION_OVER = new Set([1105, 1106, 1107]);
const WRONG_CREDENTIALS = 1104;

/**
 * A refusal by the server, with its number from the catalogue; 0 when it gave none. Its class says what can be done about it, also when the
 * number is unknown here: 'permission', 'bad-value', 'retryable' or 'limit'.
 */
export class ImError extends Error {
  /**
   * @param {number} code
   * @param {string} message
   * @param {{status?: number, refusalClass?: string, retryAfterMs?: number}} more
   */
  constructor(code, message, { status, refusalClass, retryAfterMs } = {}) {
    super(message);
    this.name = 'ImError';
    this.code = code;
    this.status = status;
    this.refusalClass = refusalClass;
    this.retryAfterMs = retryAfterMs;
  }

  /** The same request can succeed later. */
  get retryable() {
    return this.refusalClass === 'retryable' || this.refusalClass === 'limit';
  }

  get endsSession() {
    return SESSION_OVER.has(this.code) || this.status === 401 && this.code !== WRONG_CREDENTIALS;
  }
}

/** The server was not reached, or the connection broke before the answer: the outcome is unknown. */
export class ConnectionLost extends Error {
  constructor(message = 'The connection was lost.') {
    super(message);
    this.name = 'ConnectionLost';
  }
}

/**
 * SignalR carries a refusal as text that ends in "HubException: 1903 ... [class=limit] [retryAfterMs=250]".
 * @param {string} text
 */
export function hubError(text) {
  const match = /HubException: (\d{4}) (.*)/s.exec(text) ?? /^(\d{4}) (.*)/s.exec(text);
  if (!match) {
    return new ImError(0, text);
  }
  const [, refusalClass] = /\[class=([a-z-]+)\]/.exec(match[2]) ?? [];
  const [, wait] = /\[retryAfterMs=(\d+)\]/.exec(match[2]) ?? [];
  const message = match[2].replace(/\s*\[(class|retryAfterMs)=[^\]]*\]/g, '');
  return new ImError(Number(match[1]), message, { refusalClass, retryAfterMs: wait ? Number(wait) : undefined });
}

/**
 * REST carries a refusal as problem+json. Any other answer comes from a proxy or from an outage.
 * @param {Response} response
 */
export async function httpError(response) {
  const problem = await response.json().catch(() => ({}));
  const code = Number.isInteger(problem?.code) ? problem.code : 0;
  const message = problem?.detail ?? problem?.title ?? `The server answered ${response.status}.`;
  return new ImError(code, message, { status: response.status, refusalClass: problem?.class, retryAfterMs: problem?.retryAfterMs });
}
