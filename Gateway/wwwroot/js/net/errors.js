/** A refusal by the server, with its number from the catalogue; 0 when it gave none. */
export class ImError extends Error {
  constructor(code, message, { status, retryAfterMs } = {}) {
    super(message);
    this.name = 'ImError';
    this.code = code;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }

  /** 18xx is passing trouble and 19xx a limit: the same request can succeed later. */
  get retryable() {
    return this.code >= 1800 && this.code < 2000;
  }

  /** The token or its session is not good any more; 1104 is a wrong password and another matter. */
  get endsSession() {
    return this.code >= 1105 && this.code <= 1107 || this.status === 401 && this.code !== 1104;
  }
}

/** The server was not reached, or the connection broke before the answer: nobody knows whether it was done. */
export class ConnectionLost extends Error {
  constructor(message = 'The connection was lost.') {
    super(message);
    this.name = 'ConnectionLost';
  }
}

/** SignalR carries a refusal as text that ends in "HubException: 1001 ... [retryAfterMs=250]". */
export function hubError(text) {
  const match = /HubException: (\d{4}) (.*)/s.exec(text) ?? /^(\d{4}) (.*)/s.exec(text);
  if (!match) {
    return new ImError(0, text);
  }
  const wait = /\s*\[retryAfterMs=(\d+)\]/.exec(match[2]);
  const message = wait ? match[2].replace(wait[0], '') : match[2];
  return new ImError(Number(match[1]), message, { retryAfterMs: wait ? Number(wait[1]) : undefined });
}

/** REST carries it as problem+json; anything else is a proxy or an outage talking. */
export async function httpError(response) {
  const problem = await response.json().catch(() => ({}));
  const code = Number.isInteger(problem?.code) ? problem.code : 0;
  const message = problem?.detail ?? problem?.title ?? `The server answered ${response.status}.`;
  return new ImError(code, message, { status: response.status, retryAfterMs: problem?.retryAfterMs });
}
