export { runIn } from './js/base/host.js';
export { Client } from './js/model/client.js';
export { register, signIn } from './js/net/accounts.js';
export { ConnectionLost, ImError } from './js/net/errors.js';
export { Session } from './js/net/session.js';
