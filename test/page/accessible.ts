import type { Page } from "playwright-core";

/** A control as a screen reader has it. */
export interface Accessible {
  role: string;
  name: string;
}

/** What a person operates, or what tells something that is only drawn. */
const OPERATED = new Set([
  "button",
  "checkbox",
  "combobox",
  "ColorWell",
  "link",
  "listbox",
  "meter",
  "radio",
  "searchbox",
  "slider",
  "spinbutton",
  "switch",
  "textbox",
  "image",
  "DisclosureTriangle",
]);

interface Node {
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
}

/** The controls of a page, as the browser tells them to a screen reader. */
export async function controlsOf(page: Page): Promise<Accessible[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send("Accessibility.getFullAXTree")) as { nodes: Node[] };
  await session.detach();
  return nodes.flatMap(({ ignored, role, name }) =>
    !ignored && OPERATED.has(role?.value ?? "") ? [{ role: role?.value ?? "", name: (name?.value ?? "").trim() }] : [],
  );
}

/**
 * The texts of a page that are hard to read: whose contrast with what is behind them is less than 4.5, or 3 for large ones
 * (WCAG 2.2, 1.4.3).
 */
export function faintTexts(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const rgba = (color) => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
      const paint = canvas.getContext("2d");
      paint.fillStyle = color;
      paint.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = paint.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
    const light = ([r, g, b]) => {
      const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
      return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    const behind = (element) => {
      const own = rgba(getComputedStyle(element).backgroundColor);
      if (own[3] === 1) return own;
      return over(own, element.parentElement === null ? rgba(getComputedStyle(document.documentElement).colorScheme.includes("dark") ? "#121212" : "#fff") : behind(element.parentElement));
    };
    const faint = new Set();
    for (const element of document.body.querySelectorAll("*")) {
      const text = [...element.childNodes].filter((each) => each.nodeType === 3).map((each) => each.data.trim()).join("");
      if (text === "" || element instanceof SVGElement || element.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) === false) continue;
      const { color, fontSize, fontWeight, opacity } = getComputedStyle(element);
      if (element.getClientRects().length === 0 || element.getBoundingClientRect().width <= 1) continue;
      const ground = behind(element);
      const ink = over(rgba(color), ground);
      const [a, b] = [light(ink), light(ground)].sort((x, y) => y - x);
      const size = parseFloat(fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
      const contrast = (a + 0.05) / (b + 0.05);
      if (contrast < (isLarge ? 3 : 4.5)) faint.add(element.tagName.toLowerCase() + "." + element.className + " " + contrast.toFixed(2) + ": " + text.slice(0, 40));
    }
    return [...faint];
  })()`);
}
