/* The colours that were chosen, before anything is painted: a module would come too late. `js/views/settings/theme.js` chooses. */
(() => {
  const KEY = 'im.theme';
  const metas = [...document.querySelectorAll('meta[name="theme-color"]')].map(meta => ({ meta, media: meta.media }));

  apply();
  addEventListener(KEY, apply);
  addEventListener('storage', ({ key }) => key === KEY && apply());

  function apply() {
    const theme = localStorage.getItem(KEY);
    if (theme) {
      document.documentElement.dataset.theme = theme;
    } else {
      delete document.documentElement.dataset.theme;
    }
    // The frame of the window: the colour that is meant for the other scheme matches nothing.
    for (const { meta, media } of metas) {
      meta.media = theme ? (media.includes(theme) ? 'all' : 'not all') : media;
    }
  }
})();
