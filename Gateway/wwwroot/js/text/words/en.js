import account from './account.en.js';
import errors from './errors.en.js';

const count = (n, one, many) => `${n} ${n === 1 ? one : many}`;

export default {
  locale: 'en',
  /** Sentences one after the other; the last mark of one that has none is set. */
  sentences: (...parts) => parts.filter(Boolean).map(part => /[.!?…]$/u.test(part) ? part : `${part}.`).join(' '),
  named: (what, name) => `${what}: ${name}`,
  itself: 'English',
  errors,
  ...account,

  signIn: 'Sign in', signOut: 'Sign out', register: 'Create an account', newHere: 'New here?', haveAccount: 'Have an account?',
  tagline: 'Open instant messaging', username: 'Username', password: 'Password', displayName: 'Name that others see', optional: 'Optional',
  usernameHint: '3 to 32 of a-z, 0-9, dot, dash and underscore', passwordHint: '8 characters or more',
  showPassword: 'Show the password', hidePassword: 'Hide the password', language: 'Language', theme: 'Colours', themes: { system: 'As the system', light: 'Light', dark: 'Dark' }, working: 'One moment…',

  conversations: 'Conversations', messages: 'Messages', skipToChat: 'Skip to the conversation', findPerson: 'Find a person', findPeople: 'Find people',
  menu: 'Menu', close: 'Close', cancel: 'Cancel', save: 'Save', saved: 'Saved', loading: 'Loading…', showMore: 'Show more', showAll: 'Show all of it', back: 'Back to the conversations',
  welcome: 'Your conversations', choose: 'Choose a conversation, or find a person to write to.',
  noConversations: 'No conversations yet', noConversationsHint: 'Find a person above, or start a group.',
  typeMore: 'Type at least 2 characters.', nobodyFound: 'Nobody found. Check the spelling.',

  message: 'Message', send: 'Send', toNewest: 'Go to the newest message', toFirstNew: 'Back to the first unread message', newMessages: 'New messages', draft: 'Draft: ', you: 'You', youObject: 'you',
  yourself: name => `${name} (you)`, saysSomeone: (name, text) => `${name}: ${text}`, edited: 'edited',
  deleted: 'This message was deleted', invisible: 'A message that shows nothing', unnamed: 'No name',
  noMessages: 'No messages yet', sayHello: 'Say hello.', noteToSelf: 'Notes to yourself, on all your devices',
  unread: n => count(n, 'unread message', 'unread messages'), writeHere: 'Write a message',
  states: { sending: 'Waiting to be sent', stored: 'Sent', delivered: 'Delivered', read: 'Read', failed: 'Not sent' },
  readBy: n => `Read by ${n}`, deliveredTo: n => `Delivered to ${n}`,
  notSent: 'Not sent.', retry: 'Try again', discard: 'Delete',
  copy: 'Copy', copied: 'Copied', notCopied: 'The browser did not allow copying.',
  typing: 'typing…', typingIn: names => `${names} typing…`, online: 'online', lastSeen: when => `last seen ${when}`,

  group: 'Group', newGroup: 'New group', groupName: 'Group name', create: 'Create', people: 'People', chosenPeople: 'Chosen people', takeOff: name => `Take ${name} off`,
  membersTitle: 'Members', members: n => count(n, 'member', 'members'), addPeople: 'Add people', addToGroup: 'Add to the group', owner: 'Owner',
  remove: 'Remove', removePerson: name => `Remove ${name}`, removeAsk: name => `Remove ${name}?`, removeWarning: 'They will not see what is written from now on.',
  leave: 'Leave', leaveGroup: 'Leave the group', leaveAsk: 'Leave the group?', leaveWarning: 'Only a member can add you again.', gone: name => `You are no longer in ${name}.`,
  thisGroup: 'this group', someone: 'Someone', more: n => `${n} more`,
  notices: {
    created: (actor, name) => name ? `${actor} created the group ${name}` : `${actor} created the group`,
    added: (actor, people) => `${actor} added ${people}`,
    joined: actor => `${actor} joined`,
    left: actor => `${actor} left`,
    removed: (actor, people) => `${actor} removed ${people}`,
    other: 'The group was changed',
  },

  profile: 'Profile', devices: 'Devices', devicesHint: 'Your account is signed in on these devices.', thisDevice: 'This device', lastActive: when => `last active ${when}`,
  signOutDevice: name => `Sign out ${name}`, other: 'Other',
  signInPolicy: 'Stay signed in on', policies: { all: 'All devices', 'platform-class': 'One phone, one computer, one browser', platform: 'One device of each kind', one: 'One device only' },
  visibleTo: 'Who sees when you are online', audiences: { everyone: 'Everyone', contacts: 'People you write with', nobody: 'Nobody' },
  receipts: 'Read receipts', receiptChoices: { everyone: 'Shown', nobody: 'Hidden' },
  receiptsHint: 'If hidden, nobody sees what you have received and read or that you are typing, and you do not see it of others.',
  notifications: 'Notifications', notificationsOn: 'Notifications are on', turnOn: 'Turn on',
  notifyTitle: 'Notifications of this chat', notifyAll: 'Notify of every message', notifyMentions: 'Notify only when I am mentioned',
  muteHours: n => `Mute for ${count(n, 'hour', 'hours')}`, muteAlways: 'Mute until I turn it on', muted: 'muted',
  notificationsBlocked: 'This browser blocks notifications of this page. Allow them in the settings of the site.',
  unsupported: 'This browser cannot show notifications here.',
  signOutAsk: 'Sign out of this device?', signOutHint: 'What is kept here for reading offline is deleted. You can sign in again at any time.',
  signOutWaiting: n => `${count(n, 'message has', 'messages have')} not been sent yet and will be discarded.`,
  signedInAs: name => `Signed in as ${name}`,

  today: 'Today', yesterday: 'Yesterday', at: (day, time) => `${day} at ${time}`, inside: day => day.replace('Today', 'today').replace('Yesterday', 'yesterday'),

  connecting: 'Connecting… What you write now is sent as soon as the server is reached.',
  offline: 'You are offline. What you write now is sent when you are back.',
  tooLong: 'This message is too long. Split it into shorter ones.',
  storageFull: 'This browser cannot keep the message: its storage is full or blocked. Free some space and try again.',
  failedElsewhere: sentence => `A message could not be sent. ${sentence}`,
};
