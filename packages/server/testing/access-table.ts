/** The matrix of who may call what, as a page for people. */

export interface Matrix {
  /** by method and address: those who are let in, with commas between */
  routes: Readonly<Record<string, string>>;
  /** by the console's name of the action: the roles that have it, with commas between */
  console: Readonly<Record<string, string>>;
}

const INTRO = `# Who may call what

Made by \`packages/server/access.test.ts\`, which tries every route as everybody and fails where this page says otherwise; by hand
nothing is to be changed here. \`UPDATE_ACCESS=1 node --test packages/server/access.test.ts\` writes it anew. Roles and actions are
one table, \`packages/server/ground/staff/actions.ts\`. What a role may not call is for it as if it weren't there (404).`;

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function table(first: string, columns: readonly string[], rows: Matrix['routes']): string {
  const lines = Object.entries(rows).map(([name, listed]) => {
    const may = listed.split(', ');
    return row([`\`${name}\``, ...columns.map((c) => (may.includes(c) || listed === 'everyone' ? '●' : ''))]);
  });
  return [row([first, ...columns]), row(['---', ...columns.map(() => ':-:')]), ...lines].join('\n');
}

export function accessTable({ routes, console: actions }: Matrix, callers: readonly string[]): string {
  const roles = callers.filter((name) => !name.includes(' ') && name !== 'everyone');
  const parts = [INTRO, '## Routes', table('route', callers, routes)];
  if (Object.keys(actions).length > 0) parts.push("## The console's actions", table('action', roles, actions));
  return `${parts.join('\n\n')}\n`;
}
