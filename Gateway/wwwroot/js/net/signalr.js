import { ConnectionLost, hubError } from './errors.js';

const SEPARATOR = '\x1e';
const Type = { invocation: 1, completion: 3, ping: 6, close: 7 };
const KEEP_ALIVE_MS = 12_000;
const SERVER_TIMEOUT_MS = 45_000;
const HANDSHAKE_MS = 15_000;

/**
 * One SignalR connection: JSON over WebSocket, without negotiation. It opens once and closes once;
 * connecting again is for the layer above. Streams are not used by our hub and not spoken here.
 */
export class HubSocket {
  #socket;
  /** @type {(method: string, args: any[]) => void} */
  #receive;
  /** @type {Map<string, PromiseWithResolvers<any>>} */
  #pending = new Map();
  #nextId = 1;
  #buffer = '';
  #lastSent = 0;
  #lastReceived = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer = undefined;
  #ended = false;
  /** @type {PromiseWithResolvers<void>} */
  #opened = Promise.withResolvers();
  /** @type {PromiseWithResolvers<unknown>} */
  #closed = Promise.withResolvers();

  /**
   * `receive(method, args)` gets what the server invokes here. A WebSocket cannot carry a token in a header of its own, and an
   * address ends up in logs: it goes along as a subprotocol that is asked for.
   * @param {URL | string} url
   * @param {string} token
   * @param {(method: string, args: any[]) => void} receive
   */
  constructor(url, token, receive) {
    this.#receive = receive;
    this.#socket = new WebSocket(url, ['im', `im.bearer.${token}`]);
    this.#socket.onopen = () => this.#write({ protocol: 'json', version: 1 });
    this.#socket.onmessage = ({ data }) => this.#read(data);
    this.#socket.onclose = () => this.#end('The server closed the connection.');
    this.#timer = setTimeout(() => this.#end('The server did not answer in time.'), HANDSHAKE_MS);
  }

  /** Resolves after the handshake. */
  get opened() {
    return this.#opened.promise;
  }

  /** Resolves when it is over, with the refusal if the server gave one. */
  get closed() {
    return this.#closed.promise;
  }

  /**
   * @param {string} target
   * @param {unknown[]} args
   * @returns {Promise<any>}
   */
  invoke(target, ...args) {
    if (this.#ended) {
      return Promise.reject(new ConnectionLost());
    }
    const invocationId = String(this.#nextId++);
    const answer = Promise.withResolvers();
    this.#pending.set(invocationId, answer);
    this.#write({ type: Type.invocation, invocationId, target, arguments: args });
    return answer.promise;
  }

  close() {
    this.#end('Closed by this page.');
  }

  /** @param {object} message */
  #write(message) {
    this.#lastSent = Date.now();
    if (this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message) + SEPARATOR);
    }
  }

  /** @param {string} data */
  #read(data) {
    this.#lastReceived = Date.now();
    const records = (this.#buffer + data).split(SEPARATOR);
    this.#buffer = records.pop() ?? '';
    for (const record of records) {
      this.#handle(JSON.parse(record));
    }
    // Timers of a hidden tab run once a minute at best, messages do not wait: answering keeps the server's pings both ways.
    this.#ping();
  }

  /** @param {any} message */
  #handle(message) {
    switch (message.type) {
      case undefined: return this.#handshake(message.error);
      case Type.invocation: return this.#receive(message.target, message.arguments);
      case Type.completion: return this.#complete(message);
      case Type.close: return this.#end('The server closed the connection.', message.error && hubError(message.error));
    }
  }

  /** @param {string} [error] */
  #handshake(error) {
    if (error) {
      return this.#end(error);
    }
    clearTimeout(this.#timer);
    this.#timer = setInterval(() => this.#watch(), KEEP_ALIVE_MS / 2);
    this.#opened.resolve();
  }

  /** @param {{invocationId: string, error?: string, result?: unknown}} completion */
  #complete({ invocationId, error, result }) {
    const answer = this.#pending.get(invocationId);
    this.#pending.delete(invocationId);
    if (error) {
      answer?.reject(hubError(error));
    } else {
      answer?.resolve(result);
    }
  }

  #watch() {
    if (Date.now() - this.#lastReceived > SERVER_TIMEOUT_MS) {
      this.#end('The server went silent.');
    } else {
      this.#ping();
    }
  }

  #ping() {
    if (Date.now() - this.#lastSent > KEEP_ALIVE_MS) {
      this.#write({ type: Type.ping });
    }
  }

  /**
   * @param {string} message
   * @param {unknown} refusal
   */
  #end(message, refusal = null) {
    this.#ended = true;
    clearTimeout(this.#timer);
    const lost = new ConnectionLost(message);
    this.#socket.onmessage = this.#socket.onclose = this.#socket.onopen = null;
    this.#socket.close();
    this.#opened.promise.catch(() => {});
    this.#opened.reject(lost);
    for (const answer of this.#pending.values()) {
      answer.reject(lost);
    }
    this.#pending.clear();
    this.#closed.resolve(refusal);
  }
}
