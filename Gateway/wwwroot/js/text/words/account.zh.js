/** 账号本身：密码与注销。 */
export default {
  account: '账号', changePassword: '修改密码', oldPassword: '当前密码', newPassword: '新密码', confirm: '确认',
  changePasswordHint: '其他设备将立即退出登录，本设备保持登录。',
  passwordChanged: '密码已修改，其他设备已退出登录。',
  confirmWithPassword: '请输入密码确认', confirmPolicy: '此设置决定哪些设备可以登录你的账号。',
  signOutOthers: '退出所有其他设备', signOutOthersAsk: '退出所有其他设备的登录？', signOutOthersHint: '那些设备需要重新登录。',
  othersSignedOut: '所有其他设备已退出登录。',
  deleteAccount: '注销账号', deleteAsk: '注销你的账号？', deleteForEver: '永久注销', deletedAccount: '已注销账号',
  deleteExplained: [
    '账号注销后无法恢复，所有设备将立即退出登录。',
    '你将退出所有群组。你是群主的群组会转给入群最久的成员。',
    '其他人将看到“已注销账号”，不再看到你的名称和头像。',
    '你写过的内容会保留在其他人那里：消息不会被删除。',
  ],
  closedChat: '对方账号已注销。你可以查看此会话，但不能再发送消息。',
};
