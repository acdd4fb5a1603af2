// A repository with the five pages, in which a page then changes: one row misplaced, one unit wrong, one field gone.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = 'specs/pages/aliyun/ccc/2017-07-05/ListCallDetailRecords.md';
const MISPLACED = '|QualityCheckTaskId|String|xxx|智能质检任务ID |\n';
const BEFORE = '|CalledNumber|String|12344445555|被叫号码 |\n';
const GONE = '|FileDescription|String|20190104121607-千牛卖家测试|录音文件别名 |\n';

function edit(text, from, to) {
  if (!text.includes(from)) throw new Error(`${PAGE} has no ${from}`);
  return text.replace(from, to);
}

/** Makes the repository, changes the page, and writes its view. */
export function changed(root, xtask, folder) {
  const run = (program, ...words) => execFileSync(program, words, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  mkdirSync(folder, { recursive: true });
  for (const part of ['pages', 'overrides', 'ir']) cpSync(join(root, 'specs', part), join(folder, 'specs', part), { recursive: true });
  run('git', 'init', '--quiet');
  run('git', 'add', '--all');
  run('git', '-c', 'user.name=A Tester', '-c', 'user.email=tester@localhost', 'commit', '--quiet', '--message', 'All');
  let text = readFileSync(join(folder, PAGE), 'utf8');
  text = edit(text, MISPLACED, '');
  text = edit(text, BEFORE, BEFORE + MISPLACED);
  text = edit(text, '通话持续时间，单位为秒。', '通话持续时间，单位为毫秒。');
  text = edit(text, GONE, '');
  writeFileSync(join(folder, PAGE), text);
  // An override still names the field that is gone: that is an error, and the view is there to see it.
  const ran = spawnSync(xtask, ['view', '--specs', 'specs', '--base', 'HEAD', '--out', 'view'], { cwd: folder, encoding: 'utf8' });
  if (ran.status !== 0 && !(ran.status === 1 && ran.stdout.includes('see view/index.html'))) throw new Error(ran.stderr);
  return join(folder, 'view');
}

// What a page could try: elements, attributes, an end of the script, entities, and letters that reorder or hide others.
const EVIL = '<script>document.title="run"</script><img src=x onerror=alert(1)></script><!-- "\' &lt; ]]>'
  + '\u202Egnp.exe\u2066 \u200B\uFEFF \u{1F9EA} a\u0301\u0301\u0301 \u0000'.replace('\u0000', '');

/** Writes the view of a page that means harm. */
export function hostile(xtask, folder) {
  const pages = join(folder, 'specs/pages/aliyun/desk/2021-03-04');
  mkdirSync(pages, { recursive: true });
  // A name as long as the text around it, and words without a blank.
  const row = (name) => `|${name}|String|${EVIL}|${EVIL} |\n`;
  writeFileSync(join(pages, 'GetTicket.md'), `# ${EVIL}${'w'.repeat(3000)}\n\n${EVIL}${'w'.repeat(3000)}\n\n## 调试\n\n`
    + '[try it](https://api.example.com/#product=Desk&api=GetTicket&type=RPC&version=2021-03-04)\n\n'
    + `## 请求参数\n\n|名称|类型|是否必选|示例值|描述|\n|--|--|--|--|--|\n|TicketId|String|是|${EVIL}|${EVIL} |\n\n`
    + `## 返回数据\n\n|名称|类型|示例值|描述|\n|--|--|--|--|\n${row('RequestId')}${row('Evil')}\n`
    + `## 示例\n\n\`\`\`\n{"RequestId": "${EVIL.replaceAll('"', '')}"}\n\`\`\`\n`);
  return write(xtask, folder);
}

/** Writes the views of a page with rows that no field is made of, and of one with places that are guesses. */
export function odd(root, xtask, folder) {
  const pages = join(folder, 'specs/pages/aliyun/desk/2021-03-04');
  mkdirSync(pages, { recursive: true });
  cpSync(join(root, 'tests/cases/placement-guess/page.md'), join(pages, 'ListTickets.md'));
  writeFileSync(join(pages, 'GetOdd.md'), '# GetOdd\n\n## 调试\n\n[try it](https://api.example.com/#product=Desk&api=GetOdd&type=RPC&version=2021-03-04)\n\n'
    + '## 返回数据\n\n|名称|类型|示例值|描述|\n|--|--|---|--|\n| |object| |答复本身 |\n|Tickets|array| |列表 |\n| |object| |其中一项 |\n'
    + '|Id|string|1|编号 |\n|RequestId|string|8F0B|请求ID |\n\n## 示例\n\n```\n{"RequestId": "8F0B", "Tickets": [{"Id": "1"}]}\n```\n');
  return write(xtask, folder);
}

/** Writes the view of a page with so many rows. */
export function many(xtask, folder, rows) {
  const pages = join(folder, 'specs/pages/aliyun/desk/2021-03-04');
  mkdirSync(pages, { recursive: true });
  const text = Array.from({ length: rows }, (_, at) => `|Field${at}|String|a|第${at}个说明。 |\n`).join('');
  writeFileSync(join(pages, 'GetMany.md'), '# GetMany\n\n## 调试\n\n[try it](https://api.example.com/#product=Desk&api=GetMany&type=RPC&version=2021-03-04)\n\n'
    + `## 请求参数\n\n|名称|类型|是否必选|示例值|描述|\n|--|--|--|--|--|\n|TicketId|String|是|a|a |\n\n## 返回数据\n\n|名称|类型|示例值|描述|\n|--|--|--|--|\n${text}`);
  return write(xtask, folder);
}

function write(xtask, folder) {
  const ran = spawnSync(xtask, ['view', '--specs', 'specs', '--out', 'view'], { cwd: folder, encoding: 'utf8' });
  if (!ran.stdout.includes('see view/index.html')) throw new Error(ran.stderr);
  return join(folder, 'view');
}
