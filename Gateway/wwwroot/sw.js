/**
 * Lets the page open without a server: what it loaded last is kept and answers when the network does not. Nothing of the API passes
 * here. For the page itself the network is asked first, so that no old page is shown while there is a new one; files whose address names
 * their version never change. It also takes the clicks on notifications, which may come when no page is open.
 */
const CACHE = 'im.page';
const PATIENCE_MS = 3000;
const PART = /^(v\/[^/]+\/)?(bundle|js|styles|icons)\//;

addEventListener('install', () => skipWaiting());
addEventListener('activate', event => event.waitUntil(clients.claim()));

/** The page names the files that were loaded before this worker ran. */
addEventListener('message', event => event.waitUntil(keepAll(event.data)));

addEventListener('fetch', event => {
  const { method, url, mode } = event.request;
  const { origin, pathname } = new URL(url);
  const page = new URL(registration.scope).pathname;
  const ours = origin === location.origin && (mode === 'navigate' && pathname === page || PART.test(pathname.slice(page.length)));
  if (method === 'GET' && ours) {
    event.respondWith(answer(event));
  }
});

addEventListener('notificationclick', event => {
  event.notification.close();
  event.waitUntil(openConversation(event.notification.tag));
});

async function answer(event) {
  const cache = await caches.open(CACHE);
  const key = event.request.mode === 'navigate' ? registration.scope : event.request;
  const kept = await cache.match(key);
  if (kept && versionOf(event.request.url)) {
    return kept;
  }
  try {
    // Without a stored file, wait as long as the network takes.
    const response = await fetch(event.request, kept ? { signal: AbortSignal.timeout(PATIENCE_MS) } : undefined);
    if (response.ok) {
      event.waitUntil(cache.put(key, response.clone()));
    }
    return response.status < 500 ? response : kept ?? response;
  } catch {
    return kept ?? Response.error();
  }
}

/** In the tab that was used last, or in a new one. */
async function openConversation(conversationId) {
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find(({ url }) => new URL(url).pathname === new URL(registration.scope).pathname);
  if (page) {
    page.postMessage({ conversationId });
    await page.focus();
  } else {
    await clients.openWindow(`${registration.scope}#/${conversationId}`);
  }
}

async function keepAll(urls) {
  const cache = await caches.open(CACHE);
  const missing = [];
  // addAll refuses duplicates, and a file that the page uses in two places is named twice.
  for (const url of new Set(urls)) {
    if (!await cache.match(url)) {
      missing.push(url);
    }
  }
  await cache.addAll(missing);
  await forgetOthers(cache, new Set(urls.map(versionOf)));
}

async function forgetOthers(cache, versions) {
  for (const request of await cache.keys()) {
    if (!versions.has(versionOf(request.url))) {
      await cache.delete(request);
    }
  }
}

/** Undefined for what has none. */
function versionOf(url) {
  return PART.exec(new URL(url).pathname.slice(new URL(registration.scope).pathname.length))?.[1];
}
