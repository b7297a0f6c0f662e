import { language } from '../js/text/language.js';

const en = {
  title: 'Operators',
  hint: 'For the operators of this server.',
  username: 'Username',
  password: 'Password',
  signIn: 'Sign in',
  signOut: 'Sign out',
  pages: 'Operators',
  none: 'This process has no pages for operators.',
  who: name => `Signed in as ${name}.`,
  about: {
    'dashboard/': ['Dashboard', 'Silos, grains and their methods, live'],
    'scalar/': ['API reference', 'Every REST call, to read and to try'],
  },
};

const zh = {
  title: '运维',
  hint: '仅供此服务器的运维人员使用。',
  username: '用户名',
  password: '密码',
  signIn: '登录',
  signOut: '退出登录',
  pages: '运维',
  none: '此进程没有运维页面。',
  who: name => `已以 ${name} 的身份登录。`,
  about: {
    'dashboard/': ['仪表板', '实时查看 silo、grain 及其方法'],
    'scalar/': ['API 参考', '查看并试用每个 REST 接口'],
  },
};

export const words = { en, zh }[language] ?? en;
