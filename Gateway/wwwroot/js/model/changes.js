/** The server's pushes about the conversations themselves, while connected. */
export function followChanges({ connection, store, people, settings, summaries, sync }) {
  connection.on('ReadChanged', (conversationId, userId, seq) => {
    if (userId === store.me) {
      readHere(conversationId, seq);
    } else {
      moved(conversationId, positions => positions.noteRead(userId, seq));
    }
  });

  connection.on('DeliveredChanged', (conversationId, userId, seq) => {
    if (userId !== store.me) {
      moved(conversationId, positions => positions.noteDelivered(userId, seq));
    }
  });

  connection.on('ConversationChanged', take);
  sync.on('change', take);
  sync.on('reset', () => {
    people.doubt();
    settings.emit('changed');
  });

  function take({ kind, conversationId, seq, userId, profile, title, setting, notify, mutedUntil }) {
    switch (kind) {
      case 'left': return store.remove(conversationId);
      case 'profile': return profile ? learn(profile) : people.refresh(userId ?? store.me);
      case 'read': return readHere(conversationId, seq);
      case 'joined': return describe(conversationId);
      case 'updated': return title === undefined ? describe(conversationId) : retitle(conversationId, people.isDeleted(userId) ? people.name(userId) : title);
      case 'notify': return choose(conversationId, { notify, mutedUntil });
      case 'settings': return settings.emit('changed', setting);
    }
  }

  /** The title that the server gives a deleted account is in one language. */
  function learn(profile) {
    people.learn([profile]);
    if (profile.deleted) {
      store.all.filter(({ peerId }) => peerId === profile.userId).forEach(({ id }) => retitle(id, people.name(profile.userId)));
    }
  }

  function choose(conversationId, choice) {
    store.get(conversationId)?.choose(choice);
    changed(conversationId);
  }

  function describe(conversationId) {
    return summaries.refresh([conversationId]).catch(() => sync.run());
  }

  /** A conversation without a title waits for its description, which will have the new title. */
  function retitle(conversationId, title) {
    const conversation = store.get(conversationId);
    if (conversation && conversation.title !== null) {
      conversation.title = title;
      store.emit('changed', conversation);
    }
  }

  // The first message of a conversation can arrive before the change that announces the conversation.
  store.on('arrived', ({ id, title }) => {
    if (title === null) {
      summaries.refresh([id]).catch(() => {});
    }
  });

  function readHere(conversationId, seq) {
    const counted = store.get(conversationId)?.read(seq) ?? true;
    if (counted) {
      changed(conversationId);
    } else {
      summaries.refresh([conversationId]).catch(() => {});
    }
  }

  function moved(conversationId, advance) {
    const conversation = store.get(conversationId);
    if (conversation && advance(conversation.positions)) {
      store.emit('changed', conversation);
    }
  }

  function changed(conversationId) {
    const conversation = store.get(conversationId);
    if (conversation) {
      store.emit('changed', conversation);
    }
  }
}
