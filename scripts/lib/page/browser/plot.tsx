import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import type { DeskValue } from "../../desk/protocol";
import type { DeskState } from "./desk-state";
import { clock } from "./words";

const HEIGHT = 240;
/** As often a second as somebody sees it move. */
const REDRAW_MS = 250;

/** How a value went since the page was opened. The axis below is the desk's time. */
export function Plot({ desk, value }: { desk: DeskState; value: DeskValue }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let plot = makePlot(element, desk, value);
    let drawnMs = 0;
    let late: number | undefined;
    const redraw = (): void => {
      late = undefined;
      drawnMs = performance.now();
      plot.setData(dataOf(desk, value));
    };
    const endings = [
      desk.store.subscribe(`value ${value.id}`, () => {
        late ??= window.setTimeout(redraw, Math.max(0, drawnMs + REDRAW_MS - performance.now()));
      }),
    ];
    const size = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    size.observe(element);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const recolour = (): void => {
      plot.destroy();
      plot = makePlot(element, desk, value);
    };
    dark.addEventListener("change", recolour);
    return () => {
      clearTimeout(late);
      endings.forEach((end) => end());
      size.disconnect();
      dark.removeEventListener("change", recolour);
      plot.destroy();
    };
  }, [desk, value]);
  return <div class="plot" ref={place} />;
}

function dataOf(desk: DeskState, { id }: DeskValue): uPlot.AlignedData {
  const { times = [], values = [] } = desk.values.get(id)?.series ?? {};
  return [times.map((ms) => ms / 1_000), values];
}

function makePlot(element: HTMLElement, desk: DeskState, value: DeskValue): uPlot {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const isContact = value.kind === "contact";
  const axis = {
    stroke: colour("--muted"),
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { stroke: colour("--line"), width: 1 },
    font: `12px ${style.fontFamily}`,
  };
  const words = (number: number | null): string =>
    number === null ? "–" : isContact ? (number > 0 ? "ON" : "OFF") : `${number.toFixed(value.decimals)} ${value.unit}`;
  return new uPlot(
    {
      width: Math.max(200, element.clientWidth),
      height: HEIGHT,
      cursor: { drag: { x: true, y: false } },
      scales: { x: { time: false }, ...(isContact ? { y: { range: [-0.1, 1.1] } } : {}) },
      axes: [
        { ...axis, values: (_, ticks) => ticks.map((seconds) => clock(seconds * 1_000).replace(/\.0$/, "")) },
        {
          ...axis,
          size: 56,
          ...(isContact ? { splits: () => [0, 1], values: (_, ticks) => ticks.map(words) } : {}),
        },
      ],
      series: [
        { label: "time", value: (_, seconds: number | null) => (seconds === null ? "–" : clock(seconds * 1_000)) },
        {
          label: value.name,
          stroke: colour("--accent"),
          width: 2,
          points: { show: false },
          value: (_, number: number | null) => words(number),
          ...(isContact ? { paths: uPlot.paths.stepped?.({ align: 1 }) } : {}),
        },
      ],
    },
    dataOf(desk, value),
    element,
  );
}
