/** All that may be published; source maps, tests and anything for development are not among it. */
const PUBLISHED = [
	/^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
	/^dist\/(nodes|credentials)\/[\w/-]+(\.(node|credentials|resource|operation|fields|photos))?\.js$/,
	/^dist\/nodes\/\w+\/\w+\.node\.json$/,
	/^dist\/nodes\/\w+\/__schema__\/v[\d.]+\/[\w/-]+\.json$/,
	/^dist\/icons\/[\w.-]+\.svg$/,
];

const DEVELOPMENT = /(^|\/)(tests?|__tests__|fixtures?|sandbox)(\/|$)|\.(test|spec)\./;

/** Whether a file of the tarball is none of those that a user's n8n needs. */
export function isForeign(file: string): boolean {
	return DEVELOPMENT.test(file) || !PUBLISHED.some((pattern) => pattern.test(file));
}
