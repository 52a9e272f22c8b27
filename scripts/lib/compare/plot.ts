import { grouped } from "../bench/markdown";
import type { Finding } from "./compare";
import { pairs, parts, runOf, type Parts } from "./reckoning";
import type { Words } from "./words";

const WIDTH = 880;
const NAMES_WIDTH = 230;
const TOTALS_WIDTH = 70;
const TOP = 84;
const ROW = 28;
const BAR = 18;

/** From the payload outwards. */
const COLOURS: readonly (readonly [part: keyof Parts, colour: string])[] = [
  ["payload", "#1a7f37"],
  ["protocol", "#0969da"],
  ["headers", "#8c959f"],
  ["tls", "#d4a72c"],
];

/** A bar for each protocol, of what a reading takes to one receiver: SVG, with no script and nothing from elsewhere. */
export function plot(findings: readonly Finding[], words: Words): string {
  const rows = pairs(findings).map(({ plain, secure }) => ({
    name: words.name(plain.protocol),
    parts: parts(runOf(plain, 1), runOf(secure, 1)),
  }));
  const total = (row: (typeof rows)[number]): number => COLOURS.reduce((sum, [part]) => sum + row.parts[part], 0);
  const scale = (WIDTH - NAMES_WIDTH - TOTALS_WIDTH) / Math.max(1, ...rows.map(total));
  const height = TOP + rows.length * ROW + 16;
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-labelledby="title">`,
    `  <title id="title">${escaped(words.plot.title)}</title>`,
    `  <rect width="${WIDTH}" height="${height}" rx="8" fill="#fff"/>`,
    `  <text x="20" y="32" font-size="16" font-weight="600" fill="#1f2328">${escaped(words.plot.title)}</text>`,
    ...legend(words),
  ];
  rows.forEach((row, index) => {
    const y = TOP + index * ROW;
    lines.push(`  <text x="20" y="${y + 14}" fill="#1f2328">${escaped(row.name)}</text>`);
    let x = NAMES_WIDTH;
    for (const [part, colour] of COLOURS) {
      const width = row.parts[part] * scale;
      lines.push(`  <rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" fill="${colour}"/>`);
      x += width;
    }
    lines.push(`  <text x="${(x + 6).toFixed(1)}" y="${y + 14}" fill="#57606a">${grouped(total(row))}</text>`);
  });
  return [...lines, "</svg>", ""].join("\n");
}

function legend({ plot }: Words): string[] {
  return COLOURS.flatMap(([part, colour], index) => {
    const x = 20 + index * 170;
    return [
      `  <rect x="${x}" y="50" width="14" height="14" fill="${colour}"/>`,
      `  <text x="${x + 20}" y="62" fill="#1f2328">${escaped(plot[part])}</text>`,
    ];
  });
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
