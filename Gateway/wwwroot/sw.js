/**
 * Lets the page open without a server: what it loaded last is kept and answers when the network does not.
 * The network is always asked first, so nobody sees an old page while there is a new one. Nothing of the API passes here.
 */
const CACHE = 'im.page';
const PATIENCE_MS = 3000;

addEventListener('install', () => skipWaiting());
addEventListener('activate', event => event.waitUntil(clients.claim()));

/** The page tells what it was made of before this worker could see it. */
addEventListener('message', event => event.waitUntil(keepAll(event.data)));

addEventListener('fetch', event => {
  const { method, url, mode } = event.request;
  const { origin, pathname } = new URL(url);
  const page = new URL(registration.scope).pathname;
  const ours = origin === location.origin && (mode === 'navigate' && pathname === page || /^(js|styles|icons)\//.test(pathname.slice(page.length)));
  if (method === 'GET' && ours) {
    event.respondWith(answer(event));
  }
});

async function answer(event) {
  const cache = await caches.open(CACHE);
  const key = event.request.mode === 'navigate' ? registration.scope : event.request;
  try {
    const response = await fetch(event.request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (response.ok) {
      event.waitUntil(cache.put(key, response.clone()));
    }
    return response.status < 500 ? response : await cache.match(key) ?? response;
  } catch {
    return await cache.match(key) ?? Response.error();
  }
}

async function keepAll(urls) {
  const cache = await caches.open(CACHE);
  const missing = [];
  // addAll takes no address twice, and what a page shows in two places is told twice.
  for (const url of new Set(urls)) {
    if (!await cache.match(url)) {
      missing.push(url);
    }
  }
  await cache.addAll(missing);
}
