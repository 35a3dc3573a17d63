/** The variable with the address that starts n8n anew when it has taken a lot of memory. */
export const SPARE_MEMORY = 'E2E_SPARE_MEMORY';
