/**
 * The texts of a page that are hard to read, by the contrast of 4.5 to 1 that WCAG asks for, each with its own.
 * It runs in the browser, so it uses nothing from outside.
 */
export function paleTexts(): string[] {
	type Colour = [red: number, green: number, blue: number, alpha: number];
	const read = (text: string): Colour => {
		const [red = 0, green = 0, blue = 0, alpha = 1] = text.match(/[\d.]+/g)?.map(Number) ?? [];
		return [red, green, blue, alpha];
	};
	const over = (front: Colour, back: Colour, alpha = front[3]): Colour => [
		...([0, 1, 2].map((i) => front[i] * alpha + back[i] * (1 - alpha)) as [number, number, number]),
		1,
	];
	const luminance = (colour: Colour): number => {
		const [red, green, blue] = colour.slice(0, 3).map((value) => {
			const part = value / 255;
			return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	};
	/** The colours of a text and of what lies behind it, the paleness of all around it counted in. */
	function contrast(element: Element): number {
		const chain: Element[] = [];
		for (let at: Element | null = element; at; at = at.parentElement) chain.unshift(at);
		let back = read(getComputedStyle(document.body).backgroundColor);
		let alpha = 1;
		for (const at of chain) {
			const style = getComputedStyle(at);
			back = over(read(style.backgroundColor), back);
			alpha *= Number(style.opacity);
		}
		const text = over(read(getComputedStyle(element).color), back, alpha);
		const [low, high] = [luminance(text), luminance(back)].sort((a, b) => a - b);
		return (high + 0.05) / (low + 0.05);
	}
	return [...document.querySelectorAll('body *')]
		.filter(({ childNodes }) =>
			[...childNodes].some(({ nodeType, nodeValue }) => nodeType === 3 && nodeValue?.trim()),
		)
		.filter((element) => element.getClientRects().length > 0 && contrast(element) < 4.5)
		.map((element) => `${contrast(element).toFixed(1)} ${element.textContent?.slice(0, 40)}`);
}
