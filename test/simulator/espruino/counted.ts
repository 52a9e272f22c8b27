import { parse, tokTypes, type AnyNode, type Node, type Token } from "acorn";
import { fullAncestor } from "acorn-walk";

/** A program that counts what it reads of itself while it runs. */
export interface Counted {
  text: string;
  /** Where an offset of that text is in the program as it was. */
  original(offset: number): number;
}

/** The variable that counts tokens, and the function that is called when it has come to so many. */
const TOKENS = "$tokens";
const SPENT = "$spent";
export const TOKENS_PER_TICK = 250;

/**
 * What has to run before a program that counts: a function of the function that is told, each time so many tokens were read, the file
 * and the offset in it, as the program was, of what was read last.
 */
export const COUNTING = `let ${TOKENS} = 0, ${SPENT};
(told) => {
  ${SPENT} = (file, at) => {
    const ticks = Math.floor(${TOKENS} / ${TOKENS_PER_TICK});
    ${TOKENS} %= ${TOKENS_PER_TICK};
    for (let i = 0; i < ticks; i++) told(file, at);
  };
}`;

/** What is read again each time: the body of a function or of a loop. */
interface Stretch {
  /** All that is read with it, such as a loop's condition. */
  from: number;
  to: number;
  body: Node;
  isExpression: boolean;
  tokens: number;
}

const LOOPS = ["ForStatement", "ForInStatement", "ForOfStatement", "WhileStatement", "DoWhileStatement"];

/** A few programs start again and again, those of the last boards, and their seldom-used parts. */
const known = new Map<string, Counted>();
const MOST_KNOWN = 100;

/**
 * Has a program count the tokens that it reads. Espruino keeps no tree: it reads a function's text each time it is called, and a
 * loop's each time it goes round, also what it passes over. So tokens are what its time goes by.
 * @param text Readable. One that cannot be parsed is left as it is.
 * @param file What it runs as
 */
export function counted(text: string, file: string): Counted {
  const key = `${file}\n${text}`;
  let made = known.get(key);
  if (made === undefined) {
    made = count(text, file);
    const [oldest] = known.keys();
    if (known.size >= MOST_KNOWN && oldest !== undefined) known.delete(oldest);
    known.set(key, made);
  }
  return made;
}

function count(text: string, file: string): Counted {
  const tokens: Token[] = [];
  let program: AnyNode;
  try {
    program = parse(text, { ecmaVersion: "latest", allowReturnOutsideFunction: true, onToken: tokens });
  } catch {
    return { text, original: (offset) => offset };
  }
  const stretches = stretchesOf(program);
  weigh(stretches, tokens);
  const insertions = stretches.flatMap((stretch) => insertionsOf(stretch, file));
  insertions.sort((a, b) => a.at - b.at || a.order - b.order);
  return inserted(text, insertions);
}

/** In the order in which they begin, those within behind those around them. */
function stretchesOf(program: AnyNode): Stretch[] {
  const found: Stretch[] = [];
  fullAncestor(program, (visited) => {
    const node = visited as AnyNode;
    if ("body" in node && LOOPS.includes(node.type)) {
      const body = node.body as AnyNode;
      found.push({ from: node.start, to: node.end, body, isExpression: false, tokens: 0 });
    } else if (
      node.type === "FunctionDeclaration" ||
      node.type === "FunctionExpression" ||
      node.type === "ArrowFunctionExpression"
    ) {
      const isExpression = node.type === "ArrowFunctionExpression" && node.expression;
      found.push({ from: node.start, to: node.end, body: node.body, isExpression, tokens: 0 });
    }
  });
  return found.sort((a, b) => a.from - b.from || b.to - a.to);
}

/** Each token is the innermost stretch's; what is made of text while it runs, such as a template, is one. */
function weigh(stretches: readonly Stretch[], tokens: readonly Token[]): void {
  const open: Stretch[] = [];
  let next = 0;
  for (const token of tokens) {
    while (stretches[next] !== undefined && stretches[next].from <= token.start) open.push(stretches[next++]);
    while (open.length > 0 && open[open.length - 1].to <= token.start) open.pop();
    const innermost = open.at(-1);
    if (innermost !== undefined && token.type !== tokTypes.semi) innermost.tokens++;
  }
}

interface Insertion {
  at: number;
  /** What closes comes before what opens. */
  order: number;
  text: string;
}

function insertionsOf({ from, body, isExpression, tokens }: Stretch, file: string): Insertion[] {
  const counts = `(${TOKENS}+=${tokens})>=${TOKENS_PER_TICK}&&${SPENT}(${JSON.stringify(file)},${from})`;
  if (isExpression) {
    return [
      { at: body.start, order: 1, text: `(${counts},` },
      { at: body.end, order: 0, text: ")" },
    ];
  }
  if (body.type === "BlockStatement") return [{ at: behindDirectives(body as AnyNode), order: 1, text: `${counts};` }];
  return [
    { at: body.start, order: 1, text: `{${counts};` },
    { at: body.end, order: 0, text: "}" },
  ];
}

function behindDirectives(block: AnyNode): number {
  let at = block.start + 1;
  if (block.type !== "BlockStatement") return at;
  for (const statement of block.body) {
    if (statement.type !== "ExpressionStatement" || statement.directive === undefined) break;
    at = statement.end;
  }
  return at;
}

function inserted(text: string, insertions: readonly Insertion[]): Counted {
  let made = "";
  let from = 0;
  const ends: { end: number; added: number }[] = [];
  let added = 0;
  for (const { at, text: more } of insertions) {
    made += text.slice(from, at) + more;
    from = at;
    added += more.length;
    ends.push({ end: made.length, added });
  }
  made += text.slice(from);
  return {
    text: made,
    original: (offset) => {
      const before = ends.findLast(({ end }) => end <= offset);
      return before === undefined ? offset : offset - before.added;
    },
  };
}
