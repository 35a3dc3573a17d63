import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { filesIn } from '../shared/files.ts';

/** A text that users read when something does not work, as the code has it; `{…}` stands for what differs, `[…]` for what is one of several or not always there. */
export interface UserText {
	/** The file that has it. */
	file: string;
	says: string;
	/** What to do next. */
	remedy: string;
	/** The sentence for the person who filled in a form. */
	chinese: string;
}

/** Classes and types of what is told: whoever makes one of them is given its texts. */
const TOLD =
	/\b(InputProblem|SetupProblem|NoAnswer|NoSession|Refusal|NodeOperationError|NodeApiError|ErrorEntry|ValueFault|Obstacle|Warning|Explanation|Check|Text)\b/;
/** Whoever makes one of these makes what the editor shows. */
const SHOWN = /^(Entry|Field|INodeProperties|INodePropertyOptions|Operation|Output)(\[\])?$/;
/** Of these classes the first argument is no text. */
const CONTEXT_FIRST = ['NodeOperationError', 'NodeApiError'];
const SAYS = ['message', 'english', 'messageEnglish', 'error'];
const REMEDIES = ['tried', 'remedy', 'description', 'ofSubmissions'];
/** What the editor shows of fields and nodes, which the reference has. */
const OF_EDITOR =
	/^(action|activation\w+|active|actions?|address|chinese|description|displayName|displayCondition|eventTriggerDescription|header|hint|hints|inactive|name|original|placeholder|responseMode|responseData|submits|subtitle|title)$/;

/** What is copied from the providers' documents: choices, and statements of an applicant. */
const OF_DOCUMENT = /(dictionaries|statements)\.ts$/;

const CJK = /[\u4e00-\u9fff]/;
const isEnglish = (text: string): boolean =>
	/[a-z]{2,}/.test(text.replace(/\{[^}]*\}/g, '')) && !/^[^a-z]*[\u4e00-\u9fff]{4}/.test(text);
/** Whether a text that nothing else tells about is a sentence, or the end of one that begins with a field's name. */
const isSentence = (text: string, usual = 5): boolean => {
	const words = text.trim().split(/\s+/).length;
	const least = /^(must|has|have|holds|is|are|does|lost)\b/.test(text) ? 2 : usual;
	return isEnglish(text) && words >= least && !NO_SENTENCE.test(text);
};

/** A name in Title Case, a page, an expression, a part of a form. */
const NO_SENTENCE =
	/^(<|--|=\{\{|[(;.,$]|\[\w+( \w+)?( \/ \w+( \w+)?)+\]$|[A-Z]\S*( ([A-Z(\d]\S*|a|an|and|as|at|by|e|for|from|in|not|of|or|the|to|with|state|[a-z]* state))*$)/;

type Constants = Map<string, ts.Expression>;

/** The names of functions that make what is told, or what the editor shows. */
type Makers = Record<'told' | 'shown', Set<string>>;

/** All texts of the files below these folders, by file and in the order in which they stand. */
export function textsIn(folders: string[], root = process.cwd()): UserText[] {
	const paths = folders
		.flatMap((folder) => filesIn(root, folder))
		.filter((path) => path.endsWith('.ts') && !OF_DOCUMENT.test(path))
		.sort();
	const sources = paths.map((path) => {
		const text = readFileSync(join(root, path), 'utf8');
		return { path, source: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
	});
	const shared: Constants = new Map();
	const makers: Makers = { told: new Set(['refuse']), shown: new Set(['dictionary']) };
	for (const { source } of sources) collect(source, shared, makers);
	return sources.flatMap(({ path, source }) => {
		const own: Constants = new Map();
		collect(source, own, { told: new Set(), shown: new Set() });
		return new Reader(path, new Map([...shared, ...own]), makers).read(source);
	});
}

/** Notes constants that may stand in texts, and functions by what they make. */
function collect(source: ts.SourceFile, constants: Constants, makers: Makers): void {
	const note = (name: string, type: string, body: string): void => {
		if (SHOWN.test(type)) makers.shown.add(name);
		else if (TOLD.test(`${type} ${body}`)) makers.told.add(name);
	};
	const visit = (node: ts.Node): void => {
		if (ts.isFunctionDeclaration(node) && node.name) {
			note(node.name.text, node.type?.getText() ?? '', '');
		}
		if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
			const { initializer, type, name } = node;
			if (ts.isArrowFunction(initializer)) {
				note(name.text, (initializer.type ?? type)?.getText() ?? '', bodyOf(initializer));
			} else constants.set(name.text, initializer);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
}

/** The beginning of a short function, which may be what it makes. */
const bodyOf = ({ body }: ts.ArrowFunction): string =>
	ts.isBlock(body) ? '' : body.getText().slice(0, 30);

/** Reads the texts of a file. */
class Reader {
	private readonly texts: UserText[] = [];
	private readonly file: string;
	private readonly constants: Constants;
	private readonly makers: Makers;

	constructor(file: string, constants: Constants, makers: Makers) {
		this.file = file;
		this.constants = constants;
		this.makers = makers;
	}

	read(source: ts.SourceFile): UserText[] {
		this.visit(source);
		return this.texts;
	}

	private add(says = '', remedy = '', chinese = ''): void {
		const text = { file: this.file, says, remedy, chinese };
		const isNew = this.texts.every((one) => one.says !== says || one.remedy !== remedy);
		if (isNew && (isEnglish(says) || isEnglish(remedy))) this.texts.push(text);
	}

	private visit(node: ts.Node): void {
		if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
		if (ts.isPropertyAssignment(node) && this.isOfEditor(node)) return;
		if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
			if (this.addCall(node)) return;
		} else if (ts.isObjectLiteralExpression(node)) {
			if (this.addObject(node)) return;
		} else if (ts.isArrayLiteralExpression(node)) {
			if (this.addTexts([...node.elements])) return;
		} else if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
			const text = this.render(node) ?? '';
			if (isSentence(text)) this.add(text);
			return;
		}
		ts.forEachChild(node, (child) => this.visit(child));
	}

	private isOfEditor({ name, initializer, parent }: ts.PropertyAssignment): boolean {
		const isTold = parent.properties.some(
			(one) => one.name !== undefined && SAYS.includes(one.name.getText()),
		);
		return !isTold && OF_EDITOR.test(name.getText()) && !ts.isArrowFunction(initializer);
	}

	/** Adds what is given to a class or a function that makes what is told. */
	private addCall(node: ts.NewExpression | ts.CallExpression): boolean {
		const callee = node.expression.getText();
		const isMaker = ts.isNewExpression(node) ? TOLD.test(callee) : this.makers.told.has(callee);
		if (this.makers.shown.has(callee)) {
			node.arguments?.filter((one) => !isText(one)).forEach((one) => this.visit(one));
			return true;
		}
		if (!isMaker) return false;
		const given = [...(node.arguments ?? [])].slice(CONTEXT_FIRST.includes(callee) ? 1 : 0);
		return this.addTexts(given, true);
	}

	/** Adds texts that stand together: what is said, what to do, and the Chinese; what is inside functions comes on its own. */
	private addTexts(given: ts.Expression[], isTold = false): boolean {
		const options = given.filter(ts.isObjectLiteralExpression).flatMap((one) => this.partsOf(one));
		const texts = given.flatMap((one) => this.render(one) ?? []);
		const [says = '', remedy = '', ...more] = texts.filter(isEnglish);
		if (!isSentence(says, isTold ? 3 : 5) && !isSentence(remedy)) return false;
		const chinese = texts.find((text) => CJK.test(text) && !isEnglish(text)) ?? '';
		const others = options.filter(([name]) => REMEDIES.includes(name)).map(([, text]) => text);
		const [ofOptions = ''] = options.filter(([name]) => name === 'chinese').map(([, text]) => text);
		this.add(says, [remedy, ...more, ...others].filter(Boolean).join(' '), chinese || ofOptions);
		return true;
	}

	private addObject(node: ts.ObjectLiteralExpression): boolean {
		const parts = new Map(this.partsOf(node));
		const says = SAYS.flatMap((name) => parts.get(name) ?? [])[0];
		if (says === undefined || !isEnglish(says)) return false;
		const remedy = REMEDIES.flatMap((name) => parts.get(name) ?? []).join(' ');
		this.add(says, remedy, parts.get('chinese') ?? parts.get('messageChinese') ?? '');
		return true;
	}

	/** What a constant says: a text, or what is made of one. */
	private constant(
		node: ts.Expression,
		inner: (node: ts.Expression) => string | undefined,
	): string | undefined {
		const isMade = ts.isCallExpression(node) && this.makers.told.has(node.expression.getText());
		if (isMade) return node.arguments[0] && inner(node.arguments[0]);
		return isText(node) ? inner(node) : undefined;
	}

	private partsOf(node: ts.ObjectLiteralExpression): Array<[name: string, text: string]> {
		return node.properties.flatMap((property): Array<[string, string]> => {
			if (ts.isSpreadAssignment(property)) {
				const spread = this.memberOf(property.expression);
				return spread && ts.isObjectLiteralExpression(spread) ? this.partsOf(spread) : [];
			}
			const name = property.name?.getText() ?? '';
			const value = ts.isPropertyAssignment(property) ? property.initializer : property.name;
			const text = value && ts.isExpression(value) ? this.render(value) : undefined;
			return text === undefined || text === `{${name}}` ? [] : [[name, text]];
		});
	}

	/** What `CONSTANT.name` is, or a constant of a module that is imported as a whole. */
	private memberOf(node: ts.Expression): ts.Expression | undefined {
		if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
		const object = this.constants.get(node.expression.text);
		const members = object && ts.isObjectLiteralExpression(object) ? object.properties : [];
		const member = members.find((one) => one.name?.getText() === node.name.text);
		if (member) return ts.isPropertyAssignment(member) ? member.initializer : undefined;
		return /^[A-Z][A-Z_]+$/.test(node.name.text) ? this.constants.get(node.name.text) : undefined;
	}

	/** An expression as a text, with names in braces for what differs; undefined for what is no text. */
	private render(node: ts.Expression, depth = 0): string | undefined {
		const inner = (one: ts.Expression) => this.render(one, depth + 1);
		if (depth > 8) return undefined;
		if (ts.isStringLiteralLike(node)) return node.text;
		if (ts.isTemplateExpression(node)) {
			const spans = node.templateSpans.map(
				({ expression, literal }) => (inner(expression) ?? nameOf(expression)) + literal.text,
			);
			// The first letter and the others are the same text.
			return (node.head.text + spans.join('')).replace(/(\{\w+\})\1/g, '$1');
		}
		if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node))
			return inner(node.expression);
		if (ts.isIdentifier(node)) {
			const constant = this.constants.get(node.text);
			return constant && this.constant(constant, inner);
		}
		const member = this.memberOf(node);
		if (member) return this.constant(member, inner);
		if (ts.isConditionalExpression(node))
			return choice(inner(node.whenTrue), inner(node.whenFalse));
		if (ts.isBinaryExpression(node)) {
			const [left, right] = [inner(node.left), inner(node.right)];
			if (node.operatorToken.kind === ts.SyntaxKind.PlusToken && (left ?? right) !== undefined) {
				return (left ?? nameOf(node.left)) + (right ?? nameOf(node.right));
			}
			return right !== undefined && isEnglish(right) ? `[${right}]` : undefined;
		}
		if (ts.isCallExpression(node) && /\.join\(/.test(node.getText())) {
			const list = arrayIn(node);
			const texts = list?.elements.map(inner).filter((text) => text !== undefined);
			return texts && texts.some(isEnglish) ? texts.join(' ') : undefined;
		}
		return undefined;
	}
}

const isText = (node: ts.Node): boolean =>
	ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);

const choice = (one: string | undefined, other: string | undefined): string | undefined =>
	one === undefined && other === undefined
		? undefined
		: `[${[one, other].filter(Boolean).join(' / ')}]`;

/** The list that a chain of calls begins with. */
function arrayIn(node: ts.Node): ts.ArrayLiteralExpression | undefined {
	if (ts.isArrayLiteralExpression(node)) return node;
	if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node))
		return arrayIn(node.expression);
	return undefined;
}

/** A name for what differs: of a call its argument, of a method what it belongs to. */
function nameOf(node: ts.Expression): string {
	if (ts.isCallExpression(node)) {
		const { expression, arguments: given } = node;
		return nameOf(
			ts.isPropertyAccessExpression(expression) ? expression.expression : (given[0] ?? expression),
		);
	}
	if (ts.isPropertyAccessExpression(node)) return `{${node.name.text}}`;
	if (ts.isElementAccessExpression(node)) return nameOf(node.expression);
	return ts.isIdentifier(node) ? `{${node.text}}` : '{…}';
}
