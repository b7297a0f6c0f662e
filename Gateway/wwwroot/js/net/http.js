import { ConnectionLost, httpError } from './errors.js';
import { leaveServer, serverUrl } from './servers.js';

/**
 * One REST call, at an address relative to that of the server, so that the product also works below a path of another site. Answers `{body,
 * serverTime}`; throws `ImError` for a refusal, `ConnectionLost` when no answer came.
 * @param {string} method
 * @param {string} path
 * @param {{body?: unknown, token?: string}} [more]
 * @returns {Promise<{body: any, serverTime: number}>}
 */
export async function request(method, path, { body, token } = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json' };
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  const response = await reach(serverUrl(`api/${path}`), {
    method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: 'no-store', credentials: 'omit',
  });
  if (!response.ok) {
    throw await httpError(response);
  }
  return { body: await content(response), serverTime: Date.parse(response.headers.get('Date') ?? '') || Date.now() };
}

/**
 * @param {URL} url
 * @param {RequestInit} options
 */
async function reach(url, options) {
  try {
    return await fetch(url, { ...options, signal: AbortSignal.timeout(20_000) });
  } catch {
    leaveServer(url);
    throw new ConnectionLost('The server cannot be reached.');
  }
}

/** @param {Response} response */
async function content(response) {
  const text = await response.text().catch(() => {
    throw new ConnectionLost('The answer broke off.');
  });
  return text ? JSON.parse(text) : undefined;
}
