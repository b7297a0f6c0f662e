/** The server removed the content of another entry, which shows it. This one is no row. @type {import('./kinds.js').Kind} */
export default {
  name: 'erase',
  counts: false,
  moves: false,
  shape: null,
  isOwnWords: () => false,
  says: () => '',
  body: null,
};
