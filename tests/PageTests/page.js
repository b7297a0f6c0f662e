/** The modules of the page, from where the gateway publishes them. */
export const page = path => import(new URL(`../../Gateway/wwwroot/js/${path}`, import.meta.url));

/** Everything that is due without a timer has happened. */
export const settled = () => new Promise(resolve => setImmediate(resolve));
