export { createSavedSearch, type NewSavedSearch } from './create-saved-search.ts';
