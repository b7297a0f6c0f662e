import { request } from './http.js';

/** REST calls in the name of the session. A refused token is replaced once; a second refusal is an answer. */
export class Api {
  #session;

  constructor(session) {
    this.#session = session;
  }

  get(path) {
    return this.#call('GET', path);
  }

  post(path, body) {
    return this.#call('POST', path, body);
  }

  put(path, body) {
    return this.#call('PUT', path, body);
  }

  patch(path, body) {
    return this.#call('PATCH', path, body);
  }

  delete(path, body) {
    return this.#call('DELETE', path, body);
  }

  async #call(method, path, body) {
    const token = await this.#session.accessToken();
    try {
      return (await request(method, path, { body, token })).body;
    } catch (error) {
      if (!error.endsSession) {
        throw error;
      }
    }
    const fresh = await this.#session.accessToken(token);
    return (await request(method, path, { body, token: fresh })).body;
  }
}

/** A path whose parts come from elsewhere: path`users/${id}`. */
export function path(strings, ...values) {
  return String.raw({ raw: strings }, ...values.map(encodeURIComponent));
}
