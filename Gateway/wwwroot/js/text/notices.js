/** A notice in words: "You added Lin and Omar". */
export function noticeSentence({ content }, people) {
  const { event, actorId, userIds = [], name } = content;
  const actor = actorId ? people.subject(actorId) : 'Someone';
  const others = userIds.filter(id => id !== actorId);
  switch (event) {
    case 'created': return name ? `${actor} created the group “${name}”` : `${actor} created the group`;
    case 'joined': return others.length > 0 ? `${actor} added ${listed(others, people)}` : `${actor} joined`;
    case 'left': return `${people.subject(userIds[0] ?? actorId)} left`;
    case 'removed': return `${actor} removed ${listed(others, people)}`;
    default: return 'The group was changed';
  }
}

/** One line for the conversation list. */
export function preview(message, isGroup, people, me) {
  if (!message) {
    return '';
  }
  if (message.kind === 'notice') {
    return noticeSentence(message, people);
  }
  const text = message.kind === 'text' ? message.content.text ?? 'Message deleted' : 'A message that this page cannot show';
  if (message.senderId === me) {
    return `You: ${text}`;
  }
  return isGroup ? `${people.name(message.senderId)}: ${text}` : text;
}

function listed(userIds, people) {
  const names = userIds.slice(0, 4).map(id => people.object(id));
  if (userIds.length > 4) {
    names.push(`${userIds.length - 4} more`);
  }
  return new Intl.ListFormat('en').format(names);
}
