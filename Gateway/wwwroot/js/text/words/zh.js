import account from './account.zh.js';
import errors from './errors.zh.js';

export default {
  locale: 'zh-CN',
  sentences: (...parts) => parts.filter(Boolean).map(part => /[。！？…]$/u.test(part) ? part : `${part}。`).join(''),
  named: (what, name) => `${what}：${name}`,
  itself: '中文',
  errors,
  ...account,

  signIn: '登录', signOut: '退出登录', register: '注册账号', newHere: '还没有账号？', haveAccount: '已有账号？',
  tagline: '开放的即时通讯', username: '用户名', password: '密码', displayName: '显示名称', optional: '选填',
  usernameHint: '3 至 32 位：a-z、0-9、点、短横线或下划线', passwordHint: '至少 8 个字符',
  showPassword: '显示密码', hidePassword: '隐藏密码', language: '语言', theme: '颜色', themes: { system: '跟随系统', light: '浅色', dark: '深色' }, working: '请稍候…',

  conversations: '会话', messages: '消息', skipToChat: '跳到当前会话', findPerson: '查找联系人', findPeople: '查找联系人',
  menu: '菜单', close: '关闭', cancel: '取消', save: '保存', saved: '已保存', loading: '加载中…', showMore: '显示更多', showAll: '显示全文', back: '返回会话列表',
  welcome: '你的会话', choose: '选择一个会话，或者查找联系人开始聊天。',
  noConversations: '还没有会话', noConversationsHint: '在上方查找联系人，或者新建群组。',
  typeMore: '请至少输入 2 个字符。', nobodyFound: '没有找到，请检查拼写。',

  message: '消息', send: '发送', toNewest: '跳到最新消息', toFirstNew: '回到第一条未读消息', newMessages: '新消息', draft: '草稿：', you: '你', youObject: '你',
  yourself: name => `${name}（自己）`, saysSomeone: (name, text) => `${name}：${text}`, edited: '已编辑',
  deleted: '此消息已删除', invisible: '一条看不见内容的消息', unnamed: '未命名',
  noMessages: '还没有消息', sayHello: '打个招呼吧。', noteToSelf: '写给自己的笔记，所有设备可见',
  unread: n => `${n} 条未读消息`, writeHere: '输入消息',
  states: { sending: '等待发送', stored: '已发送', delivered: '已送达', read: '已读', failed: '未发送' },
  readBy: n => `${n} 人已读`, deliveredTo: n => `已送达 ${n} 人`,
  notSent: '未发送。', retry: '重试', discard: '删除',
  copy: '复制', copied: '已复制', notCopied: '浏览器不允许复制。',
  typing: '正在输入…', typingIn: names => `${names}正在输入…`, online: '在线', lastSeen: when => `最后在线：${when}`,

  group: '群组', newGroup: '新建群组', groupName: '群组名称', create: '创建', people: '成员', chosenPeople: '已选择的人', takeOff: name => `移除${name}`,
  membersTitle: '成员', members: n => `${n} 名成员`, addPeople: '添加成员', addToGroup: '添加到群组', owner: '群主',
  remove: '移除', removePerson: name => `移除${name}`, removeAsk: name => `移除${name}？`, removeWarning: '此后的消息对方将无法看到。',
  leave: '退出', leaveGroup: '退出群组', leaveAsk: '退出群组？', leaveWarning: '退出后只有群成员才能再次添加你。', gone: name => `你已不在${name}中。`,
  thisGroup: '该群组', someone: '有人', more: n => `另外 ${n} 人`,
  notices: {
    created: (actor, name) => name ? `${actor}创建了群组${name}` : `${actor}创建了群组`,
    added: (actor, people) => `${actor}添加了${people}`,
    joined: actor => `${actor}加入了群组`,
    left: actor => `${actor}退出了群组`,
    removed: (actor, people) => `${actor}移除了${people}`,
    other: '群组信息已更改',
  },

  profile: '个人资料', devices: '设备', devicesHint: '你的账号已在以下设备登录。', thisDevice: '本设备', lastActive: when => `最后活动：${when}`,
  signOutDevice: name => `退出${name}`, other: '其他',
  signInPolicy: '允许同时登录', policies: { all: '所有设备', 'platform-class': '手机、电脑、浏览器各一', platform: '每种系统一台设备', one: '仅一台设备' },
  visibleTo: '谁可以看到你在线', audiences: { everyone: '所有人', contacts: '与你聊天的人', nobody: '没有人' },
  receipts: '已读回执', receiptChoices: { everyone: '显示', nobody: '隐藏' },
  receiptsHint: '隐藏后，别人看不到你是否收到、已读或正在输入，你也看不到别人的。',
  notifications: '通知', notificationsOn: '通知已开启', turnOn: '开启',
  notificationsBlocked: '浏览器已阻止此页面的通知，请在网站设置中允许。',
  unsupported: '此浏览器无法在这里显示通知。',
  signOutAsk: '退出本设备的登录？', signOutHint: '本设备上供离线阅读的内容将被删除。你可以随时重新登录。',
  signOutWaiting: n => `还有 ${n} 条消息尚未发送，将被丢弃。`,
  signedInAs: name => `已登录：${name}`,

  today: '今天', yesterday: '昨天', at: (day, time) => `${day} ${time}`, inside: day => day,

  connecting: '正在连接…现在写的消息会在连上服务器后立即发送。',
  offline: '你已离线。现在写的消息会在恢复连接后发送。',
  tooLong: '消息太长，请分成几条发送。',
  storageFull: '浏览器无法保存这条消息：存储空间已满或被禁用。请释放空间后重试。',
  failedElsewhere: sentence => `有一条消息未能发送。${sentence}`,
};
