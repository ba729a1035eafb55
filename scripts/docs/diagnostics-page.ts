/** docs/diagnostics.md: every message, by stage. In: the message tables. Out: the page's text. */
import type { Message } from '../../src/diagnostics/messages.ts';

const stageTitles: Readonly<Record<string, string>> = {
  1: 'Syntax',
  2: 'Names and probe points',
  3: 'Types',
  4: 'Lowering',
  5: 'Placement and target limits',
  6: 'Build, load and run',
  7: 'Recordings',
  8: 'Command line',
  9: 'Internal',
};

export function diagnosticsPage(messages: Readonly<Record<string, Message>>): string {
  const rows = Object.entries(messages).sort(([left], [right]) => (left < right ? -1 : 1));
  const lines = [
    '# Diagnostics',
    '',
    '<!-- Written by `npm run docs` from src/diagnostics/messages-*.ts; do not edit. -->',
    '',
    `What stsx can say: ${rows.length} messages. The first digit of a code is the stage that finds the problem. Words in braces stand for what is filled in.`,
    '',
  ];
  for (const [digit, title] of Object.entries(stageTitles)) {
    const ofStage = rows.filter(([code]) => code.startsWith(`STSX${digit}`));
    if (ofStage.length === 0) continue;
    lines.push(`## ${title}`, '', '| code | severity | message | what to do |', '|---|---|---|---|');
    for (const [code, message] of ofStage) {
      lines.push(`| ${code} | ${message.severity} | ${cell(message.text)} | ${cell(message.hint ?? '')} |`);
    }
    lines.push('');
  }
  return lines.join('\n');
}

function cell(text: string): string {
  return text.replace(/[\\|<>*_]/g, (mark) => `\\${mark}`);
}
