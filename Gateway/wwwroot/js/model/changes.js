/** What the server tells about the conversations themselves, while connected. */
export function followChanges({ connection, store, people, summaries, sync }) {
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

  connection.on('ConversationChanged', ({ kind, conversationId, seq }) => {
    switch (kind) {
      case 'left': return store.remove(conversationId);
      case 'profile': return people.refresh(store.me);
      case 'read': return readHere(conversationId, seq);
      case 'joined':
      case 'updated': return summaries.refresh([conversationId]).catch(() => sync.run());
    }
  });

  // The first message of a conversation can be faster than the news that there is one.
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
