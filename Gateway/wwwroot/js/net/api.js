import { request } from './http.js';

/** REST calls in the name of the session. A refused token is replaced once; a second refusal is an answer. */
export class Api {
  /** @type {{accessToken(refused?: string): Promise<string>}} */
  #session;

  /** @param {{accessToken(refused?: string): Promise<string>}} session what gives tokens, as `Session` does */
  constructor(session) {
    this.#session = session;
  }

  /** @param {string} path */
  get(path) {
    return this.#call('GET', path);
  }

  /**
   * @param {string} path
   * @param {unknown} [body]
   */
  post(path, body) {
    return this.#call('POST', path, body);
  }

  /**
   * @param {string} path
   * @param {unknown} [body]
   */
  put(path, body) {
    return this.#call('PUT', path, body);
  }

  /**
   * @param {string} path
   * @param {unknown} [body]
   */
  patch(path, body) {
    return this.#call('PATCH', path, body);
  }

  /**
   * @param {string} path
   * @param {unknown} [body]
   */
  delete(path, body) {
    return this.#call('DELETE', path, body);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  async #call(method, path, body) {
    const token = await this.#session.accessToken();
    try {
      return (await request(method, path, { body, token })).body;
    } catch (/** @type {any} */ error) {
      if (!error.endsSession) {
        throw error;
      }
    }
    const fresh = await this.#session.accessToken(token);
    return (await request(method, path, { body, token: fresh })).body;
  }
}

/**
 * A path whose parts come from elsewhere: path`users/${id}`.
 * @param {TemplateStringsArray} strings
 * @param {string[]} values
 */
export function path(strings, ...values) {
  return String.raw({ raw: strings }, ...values.map(encodeURIComponent));
}
