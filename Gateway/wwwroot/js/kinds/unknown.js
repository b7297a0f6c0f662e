/** A kind that is younger than this page: it counts as the server says, and nothing of it is shown. @type {import('./kinds.js').Kind} */
export default {
  name: '',
  counts: true,
  moves: false,
  shape: null,
  isOwnWords: () => false,
  says: () => '',
  body: null,
};
