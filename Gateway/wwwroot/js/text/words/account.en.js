/** The account itself: its password, and its end. */
export default {
  account: 'Account', changePassword: 'Change password', oldPassword: 'Current password', newPassword: 'New password', confirm: 'Confirm',
  changePasswordHint: 'All your other devices are signed out at once. This one stays signed in.',
  passwordChanged: 'Your password was changed. Your other devices were signed out.',
  confirmWithPassword: 'Confirm with your password', confirmPolicy: 'This changes which devices can be signed in to your account.',
  signOutOthers: 'Sign out all other devices', signOutOthersAsk: 'Sign out all other devices?', signOutOthersHint: 'They have to sign in again.',
  othersSignedOut: 'All other devices were signed out.',
  deleteAccount: 'Delete account', deleteAsk: 'Delete your account?', deleteForEver: 'Delete for ever', deletedAccount: 'Deleted account',
  deleteExplained: [
    'The account cannot be brought back. All your devices are signed out at once.',
    'You leave all groups. A group that you own goes to its longest member.',
    'Others see “Deleted account” instead of your name and picture.',
    'What you wrote stays with the others: your messages are not deleted.',
  ],
  closedChat: 'This account was deleted. You can read the conversation, but not write in it.',
};
