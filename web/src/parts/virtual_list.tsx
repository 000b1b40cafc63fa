import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

const MORE = 12; // rows drawn beyond the edges

/** Rows of one height; only those in view are in the page. Arrow keys move from row to row. */
export function VirtualList(props: {
  count: number;
  rowHeight: number;
  label: string;
  render: (index: number) => ComponentChildren;
  onOpen?: (index: number) => void;
  resetKey?: unknown;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const [active, setActive] = useState(0);
  const focusNext = useRef(false);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const measure = (): void => setHeight(element.clientHeight || 600);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (box.current) box.current.scrollTop = 0;
    setTop(0);
    setActive(0);
  }, [props.resetKey]);
  useEffect(() => {
    if (!focusNext.current) return;
    focusNext.current = false;
    box.current?.querySelector<HTMLElement>(`[data-index="${active}"]`)?.focus();
  }, [active]);

  const begin = Math.max(0, Math.floor(top / props.rowHeight) - MORE);
  const end = Math.min(props.count, Math.ceil((top + height) / props.rowHeight) + MORE);
  const move = (to: number): void => {
    const index = Math.max(0, Math.min(props.count - 1, to));
    const element = box.current;
    if (!element) return;
    const y = index * props.rowHeight;
    if (y < element.scrollTop) element.scrollTop = y;
    if (y + props.rowHeight > element.scrollTop + height) {
      element.scrollTop = y + props.rowHeight - height;
    }
    setTop(element.scrollTop);
    focusNext.current = true;
    setActive(index);
  };
  const key = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(height / props.rowHeight) - 1);
    const to: Record<string, number> = {
      ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page,
      Home: 0, End: props.count - 1,
    };
    if (event.key in to) {
      event.preventDefault();
      move(to[event.key]);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      props.onOpen?.(active);
    }
  };

  const rows: ComponentChildren[] = [];
  for (let index = begin; index < end; index++) {
    rows.push(
      <div
        key={index}
        class={`vrow${index % 2 ? " odd" : ""}`}
        role="row"
        aria-rowindex={index + 1}
        data-index={index}
        tabIndex={index === active ? 0 : -1}
        style={{ top: `${index * props.rowHeight}px`, height: `${props.rowHeight}px` }}
        onClick={() => {
          setActive(index);
          props.onOpen?.(index);
        }}
      >
        {props.render(index)}
      </div>,
    );
  }
  return (
    <div
      class="vlist"
      ref={box}
      role="table"
      aria-label={props.label}
      aria-rowcount={props.count}
      tabIndex={props.count === 0 ? 0 : -1}
      onScroll={(event) => setTop((event.currentTarget as HTMLElement).scrollTop)}
      onKeyDown={key}
    >
      <div class="vspace" role="rowgroup" style={{ height: `${props.count * props.rowHeight}px` }}>
        {rows}
      </div>
    </div>
  );
}
