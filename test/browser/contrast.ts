/**
 * The least contrast of any visible text to what is behind it, as WCAG 2.2 reckons it (1.4.3); run in a
 * page. Half transparent colours are laid over what is behind them.
 */
export const worstContrast = `(() => {
  const numbers = (color) => {
    const [r, g, b, a = 1] = color.match(/[\\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const over = (top, below) => top.slice(0, 3).map((each, index) => each * top[3] + below[index] * (1 - top[3])).concat(1);
  const behind = (element) => {
    if (!element) return [255, 255, 255, 1];
    const own = numbers(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own : over(own, behind(element.parentElement));
  };
  const light = (color) => {
    const [r, g, b] = color.map((each) => each / 255).map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let worst = Infinity;
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (texts.currentNode.data.trim() === '' || !element.checkVisibility() || element.closest('noscript, script, .skip')) continue;
    const back = behind(element);
    const text = over(numbers(getComputedStyle(element).color), back);
    worst = Math.min(worst, ratio(light(text), light(back)));
  }
  return worst;
})()`;
