/** An entry of a conversation as the server writes it. */
export const text = (seq, said = `message ${seq}`, more = {}) => ({
  seq, messageId: `m${seq}`, clientMessageId: `c${seq}`, senderId: 'bo', kind: 'text', content: { text: said }, counts: true,
  sentAt: new Date(Date.UTC(2026, 0, 1, 12, 0, seq)).toISOString(), ...more,
});

export const texts = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => text(from + i));

export const seqsOf = entries => entries.map(({ seq }) => seq);
